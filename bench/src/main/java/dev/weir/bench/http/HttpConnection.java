package dev.weir.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Locale;

/// One kept-alive HTTP/1.1 connection. A request is bytes made beforehand; the JDK's client would
/// spend more on each than the server does, on a machine that both share. For one thread.
public final class HttpConnection implements Closeable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private final Socket socket;
  private final InputStream in;

  /// Connects.
  public HttpConnection(URI server) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 65_536);
  }

  /// A `GET`.
  public static byte[] get(URI url, String rawQuery) {
    return ("GET "
            + url.getRawPath()
            + "?"
            + rawQuery
            + " HTTP/1.1\r\nhost: "
            + url.getAuthority()
            + "\r\naccept: text/event-stream\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  /// The request that pulls what stands behind a record.
  ///
  /// @param lastS2SeqNum the record, -1 for none
  public static byte[] pull(URI endpoint, String storeId, long lastS2SeqNum, boolean live) {
    var cursor = lastS2SeqNum < 0 ? "\"from-start\"" : Long.toString(lastS2SeqNum);
    var args =
        "{\"storeId\":\"" + storeId + "\",\"s2SeqNum\":" + cursor + ",\"live\":" + live + "}";
    return get(endpoint, "args=" + URLEncoder.encode(args, UTF_8));
  }

  /// A `HEAD`, which is a ping.
  public static byte[] head(URI url) {
    return ("HEAD " + url.getRawPath() + " HTTP/1.1\r\nhost: " + url.getAuthority() + "\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  /// A `POST` of JSON, which is a push.
  public static byte[] post(URI url, String json) {
    var body = json.getBytes(UTF_8);
    var head =
        ("POST "
                + url.getRawPath()
                + " HTTP/1.1\r\nhost: "
                + url.getAuthority()
                + "\r\ncontent-type: application/json\r\ncontent-length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(ISO_8859_1);
    var request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /// Sends a request and reads its answer to the end.
  ///
  /// @throws IOException if the status is not 200
  public void exchange(byte[] request) throws IOException {
    open(request).readAllBytes();
  }

  /// An answer, whatever its status.
  public record Reply(int status, String body) {}

  /// Sends a request and reads its answer to the end.
  public Reply ask(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    var status = readLine().split(" ", 3)[1];
    var body = bodyFrom(request[0] == 'H').readAllBytes();
    return new Reply(Integer.parseInt(status), new String(body, UTF_8));
  }

  /// Sends a request and returns the body of its answer, to be read to its end before the next
  /// request.
  ///
  /// @throws IOException if the status is not 200
  public InputStream open(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    var status = readLine();
    var body = bodyFrom(request[0] == 'H');
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("answered " + status + ": " + new String(body.readNBytes(500), UTF_8));
    }
    return body;
  }

  /// Cuts the connection; a read in another thread fails.
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private InputStream bodyFrom(boolean head) throws IOException {
    var length = 0L;
    var chunked = false;
    for (var line = readLine(); !line.isEmpty(); line = readLine()) {
      var lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.endsWith("chunked");
      }
    }
    return head ? InputStream.nullInputStream() : new Body(chunked ? -1 : length);
  }

  private String readLine() throws IOException {
    var line = new StringBuilder(64);
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /// A body of known length, or (length -1) one in chunks.
  private final class Body extends InputStream {
    private final boolean chunked;
    private long left;
    private boolean ended;

    Body(long length) {
      chunked = length < 0;
      left = chunked ? 0 : length;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (left == 0 && !nextChunk()) {
        return -1;
      }
      var n = in.read(to, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the server closed the connection inside a body");
      }
      left -= n;
      if (left == 0 && chunked) {
        readLine(); // the line break behind a chunk
      }
      return n;
    }

    private boolean nextChunk() throws IOException {
      if (!chunked || ended) {
        return false;
      }
      left = Long.parseLong(readLine(), 16);
      if (left == 0) {
        readLine();
        ended = true;
      }
      return !ended;
    }
  }
}
