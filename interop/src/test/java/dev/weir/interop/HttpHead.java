package dev.weir.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The head of an HTTP/1.1 message: its start line, and its headers in order.
record HttpHead(String startLine, List<Header> headers) {
  record Header(String name, String value) {}

  HttpHead {
    headers = List.copyOf(headers);
  }

  /// The next head of a connection; empty where the connection ends instead.
  static Optional<HttpHead> read(InputStream in) throws IOException {
    var startLine = line(in);
    if (startLine.isEmpty()) {
      return Optional.empty();
    }
    var headers = new ArrayList<Header>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return Optional.of(new HttpHead(startLine, headers));
  }

  /// A line without its end; empty also where the stream ends before it begins.
  static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        if (line.size() == 0) {
          return "";
        }
        throw new EOFException("the connection ended within a line");
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  static HttpHead answer(int status) {
    return new HttpHead("HTTP/1.1 " + status + " Fault", List.of());
  }

  String method() {
    return startLine.substring(0, startLine.indexOf(' '));
  }

  String target() {
    return startLine.split(" ", -1)[1];
  }

  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  boolean isChunked() {
    return header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  /// The same with this header instead of all of its name.
  HttpHead with(String name, String value) {
    var changed = new ArrayList<>(without(name).headers);
    changed.add(new Header(name, value));
    return new HttpHead(startLine, changed);
  }

  HttpHead without(String name) {
    var kept = headers.stream().filter(header -> !header.name().equalsIgnoreCase(name)).toList();
    return new HttpHead(startLine, kept);
  }

  byte[] bytes() {
    var text = new StringBuilder(startLine).append("\r\n");
    headers.forEach(
        header -> text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    return text.append("\r\n").toString().getBytes(ISO_8859_1);
  }
}
