package dev.weir.livestore.replica;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stands between clients and a proxy, with a connection for each request, to which it does what
/// was drawn for it.
final class BadLine implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern FRAMING =
      Pattern.compile("(?i)\r\n(content-length|transfer-encoding):[^\r]*");
  private static final int MAX_HEAD = 64 * 1024;

  private final URI proxy;
  private final LineFault.Draw pushes;
  private final LineFault.Draw pulls;
  private final ServerSocket listener;
  private final AtomicInteger faults = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param proxy the address of all its requests
  BadLine(String proxy, long seed) throws IOException {
    this.proxy = URI.create(proxy);
    this.pushes = new LineFault.Draw(seed, WrongAnswers.toPushes());
    this.pulls = new LineFault.Draw(~seed, WrongAnswers.toPulls());
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + proxy.getPath();
  }

  int faults() {
    return faults.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        keep(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException | RejectedExecutionException e) {
      // closed: the test is over
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      var in = new BufferedInputStream(client.getInputStream());
      String head = head(in);
      Matcher length = LENGTH.matcher(head);
      byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      LineFault fault = (head.startsWith("POST") ? pushes : pulls).next();
      if (!(fault instanceof LineFault.None)) {
        faults.incrementAndGet();
      }
      befall(fault, head, body, client);
    } catch (IOException e) {
      // one side has gone, and so goes the other
    } finally {
      sockets.remove(client);
    }
  }

  private void befall(LineFault fault, String head, byte[] body, Socket client) throws IOException {
    switch (fault) {
      case LineFault.None() -> relay(head, body, client, Integer.MAX_VALUE);
      case LineFault.Late(int millis) -> {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        relay(head, body, client, Integer.MAX_VALUE);
      }
      case LineFault.Refused(var cut) -> cut(client, cut);
      case LineFault.AnswerLost(var cut) -> {
        try (Socket server = ask(head, body)) {
          int unused = server.getInputStream().read(); // it has decided
        }
        cut(client, cut);
      }
      case LineFault.CutAfter(int bytes, var cut) -> {
        relay(head, body, client, bytes);
        cut(client, cut);
      }
      case LineFault.SilentAfter(int bytes) -> {
        relay(head, body, client, bytes);
        while (client.getInputStream().read() >= 0) {
          // It gives up some time.
        }
      }
      case LineFault.EndsAfter(int bytes) -> relayBeginning(head, body, client, bytes);
      case LineFault.Wrong(String answer) ->
          client.getOutputStream().write(answer.getBytes(ISO_8859_1));
    }
  }

  private void relay(String head, byte[] body, Socket client, int bytes) throws IOException {
    try (Socket server = ask(head, body)) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      var chunk = new byte[8 * 1024];
      int left = bytes;
      while (left > 0) {
        int length = in.read(chunk, 0, Math.min(left, chunk.length));
        if (length < 0) {
          return;
        }
        out.write(chunk, 0, length);
        left -= bytes == Integer.MAX_VALUE ? 0 : length;
      }
    }
  }

  /// Without a length, a body ends with its connection: nothing shows that it was longer.
  private void relayBeginning(String head, byte[] body, Socket client, int bytes)
      throws IOException {
    try (Socket server = ask(head, body)) {
      var in = new BufferedInputStream(server.getInputStream());
      String answer = head(in);
      OutputStream out = client.getOutputStream();
      out.write(FRAMING.matcher(answer).replaceAll("").getBytes(ISO_8859_1));
      boolean chunked = answer.toLowerCase(Locale.ROOT).contains("chunked");
      int left = bytes;
      while (left > 0) {
        byte[] part = chunked ? chunk(in) : in.readNBytes(left);
        if (part.length == 0) {
          return;
        }
        out.write(part, 0, Math.min(left, part.length));
        left -= part.length;
      }
    }
  }

  private static byte[] chunk(InputStream in) throws IOException {
    byte[] part = in.readNBytes(Integer.parseInt(line(in), 16));
    String unused = line(in);
    return part;
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("it ended within a line");
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  /// A message up to the empty line behind its headers.
  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      int b = in.read();
      if (b < 0 || head.length() > MAX_HEAD) {
        throw new IOException("no message");
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private Socket ask(String head, byte[] body) throws IOException {
    var server = new Socket(proxy.getHost(), proxy.getPort());
    keep(server);
    server.setTcpNoDelay(true);
    OutputStream out = server.getOutputStream();
    String once = head.substring(0, head.length() - 2) + "connection: close\r\n\r\n";
    out.write(once.getBytes(ISO_8859_1));
    out.write(body);
    out.flush();
    return server;
  }

  /// Has it closed with the rest.
  private void keep(Socket socket) throws IOException {
    sockets.add(socket);
    if (listener.isClosed()) {
      socket.close();
    }
  }

  private static void cut(Socket client, LineFault.Cut cut) throws IOException {
    if (cut == LineFault.Cut.BY_RESET) {
      client.setSoLinger(true, 0);
    }
    client.close();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.close();
  }
}
