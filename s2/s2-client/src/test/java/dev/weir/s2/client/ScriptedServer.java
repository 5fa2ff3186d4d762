package dev.weir.s2.client;

import dev.weir.s2.Bytes;
import dev.weir.s2.wire.ErrorJson;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP/1.1 server on a raw socket that answers request by request as it was told, byte by byte
/// if need be, and keeps what it was sent.
final class ScriptedServer implements AutoCloseable {
  /// A request as it came.
  record Received(String method, String target, Map<String, String> headers, Bytes bytes) {
    String body() {
      return bytes.utf8();
    }

    String query() {
      return target.substring(target.indexOf('?') + 1);
    }
  }

  /// Writes an answer, or does worse.
  interface Reply {
    void to(Received request, Socket socket) throws IOException;
  }

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private volatile Reply otherwise = json(500, "{\"code\":\"other\",\"message\":\"no script\"}");

  private ScriptedServer(ServerSocket listener) {
    this.listener = listener;
  }

  static ScriptedServer start() throws IOException {
    var server = new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    server.threads.execute(server::accept);
    return server;
  }

  int port() {
    return listener.getLocalPort();
  }

  String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  /// How the next request without a reply is answered.
  ScriptedServer then(Reply reply) {
    replies.add(reply);
    return this;
  }

  /// How requests are answered for which there is no other reply.
  ScriptedServer otherwise(Reply reply) {
    otherwise = reply;
    return this;
  }

  List<Received> requests() {
    return requests;
  }

  static Reply json(int status, String body, String... headers) {
    return json(status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  static Reply json(int status, byte[] body, String... headers) {
    return (request, socket) -> {
      var head =
          new StringBuilder("HTTP/1.1 " + status + " X\r\ncontent-type: application/json\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      head.append("content-length: ").append(body.length).append("\r\n\r\n");
      var out = new ByteArrayOutputStream();
      out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(body);
      socket.getOutputStream().write(out.toByteArray());
    };
  }

  /// A protobuf message.
  static Reply protobuf(byte[] body, String... headers) {
    return (request, socket) -> {
      var head = new StringBuilder("HTTP/1.1 200 X\r\ncontent-type: application/protobuf\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      head.append("content-length: ").append(body.length).append("\r\n\r\n");
      var out = new ByteArrayOutputStream();
      out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(body);
      socket.getOutputStream().write(out.toByteArray());
    };
  }

  static Reply error(ErrorJson.Response error, String... headers) {
    return json(error.status(), error.body(), headers);
  }

  /// Events, and then the end of the connection.
  static Reply events(byte[]... events) {
    return (request, socket) -> {
      writeEvents(socket, events);
      socket.close();
    };
  }

  /// Events, and then silence.
  static Reply eventsThenSilence(byte[]... events) {
    return (request, socket) -> {
      writeEvents(socket, events);
      silence().to(request, socket);
    };
  }

  static void writeEvents(Socket socket, byte[]... events) throws IOException {
    OutputStream out = socket.getOutputStream();
    String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    for (byte[] event : events) {
      out.write(event);
    }
    out.flush();
  }

  /// No answer until the client goes away.
  static Reply silence() {
    return (request, socket) -> {
      while (socket.getInputStream().read() >= 0) {}
    };
  }

  static Reply reset() {
    return (request, socket) -> {
      socket.setSoLinger(true, 0);
      socket.close();
    };
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Closeable socket : sockets) {
      socket.close();
    }
    threads.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      while (!socket.isClosed()) {
        Received request = read(socket.getInputStream());
        requests.add(request);
        Reply reply = replies.poll();
        (reply == null ? otherwise : reply).to(request, socket);
      }
    } catch (IOException e) {
      // the client went away
    }
  }

  private static Received read(InputStream in) throws IOException {
    String[] start = line(in).split(" ", 3);
    var headers = new HashMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    return new Received(start[0], start[1], headers, Bytes.wrap(body));
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
