package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/// Requests as bytes on a socket: nothing between a test and the server that could mend them.
final class Http {
  private Http() {}

  /// An answer.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, String head, byte[] bytes) {
    String body() {
      return new String(bytes, UTF_8);
    }

    Optional<String> header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  /// Sends one request and reads the answer, whose length must be told.
  ///
  /// @param headers lines without their ends
  static Answer send(URI endpoint, String method, String target, String body, String... headers)
      throws IOException {
    return send(endpoint, method, target, body.getBytes(UTF_8), headers);
  }

  static Answer send(URI endpoint, String method, String target, byte[] body, String... headers)
      throws IOException {
    try (var socket = open(endpoint, method, target, body, headers)) {
      return read(socket.getInputStream());
    }
  }

  /// Reads one answer, whose length must be told.
  static Answer read(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("the connection ended after: " + head);
      }
      head.append((char) c);
    }
    int status = Integer.parseInt(head.substring(9, 12));
    var answer = new Answer(status, head.toString(), new byte[0]);
    int length = answer.header("content-length").map(Integer::parseInt).orElse(0);
    return new Answer(status, answer.head(), in.readNBytes(length));
  }

  /// Sends one request and leaves the answer to be read.
  static Socket open(URI endpoint, String method, String target, byte[] body, String... headers)
      throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), 5_000);
    socket.setSoTimeout(10_000);
    var request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nhost: x\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    if (body.length > 0) {
      request.append("content-length: ").append(body.length).append("\r\n");
    }
    request.append("\r\n");
    var out = socket.getOutputStream();
    out.write(request.toString().getBytes(UTF_8));
    out.write(body);
    out.flush();
    return socket;
  }
}
