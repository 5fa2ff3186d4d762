package dev.weir.livestore.replica;

import java.util.List;
import java.util.stream.Stream;

/// What comes back where something else than a proxy answers, or a proxy that is out of order.
final class WrongAnswers {
  /// More than a page may have in the tests.
  static final int MAX_PAGE_BYTES = 100_000;

  private static final List<String> TO_ANYTHING =
      List.of(
          answer("200 OK", "text/html", "<!doctype html><p>log in first</p>"),
          answer("302 Found\r\nlocation: /login", "text/html", ""),
          answer("401 Unauthorized", "application/json", "{\"error\":\"expired\"}"),
          answer("404 Not Found", "text/plain", "nothing here"),
          answer("429 Too Many Requests\r\nretry-after: 9", "text/plain", "slower"),
          answer("500 Internal Server Error", "application/json", "{\"error\":\"oops\"}"),
          answer("502 Bad Gateway", "text/html", "<h1>bad gateway</h1>"),
          answer("503 Service Unavailable\r\nretry-after: soon", "text/html", ""),
          answer("200 OK", "", ""),
          answer("200 OK", "application/json", "[".repeat(5_000)),
          "no http at all\r\n\r\n",
          "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n",
          "HTTP/1.1 200 OK\r\ncontent-length: -7\r\n\r\n",
          "HTTP/1.1 1000000 What\r\n\r\n",
          "HTTP/1.1 101 Switching Protocols\r\nupgrade: other\r\nconnection: upgrade\r\n\r\n",
          "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n",
          "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nhello\r\n",
          "HTTP/1.1 200 OK\r\nx: " + "y".repeat(500_000) + "\r\n\r\n");

  private static final List<String> TO_PULLS =
      List.of(
          stream("event: batch\ndata: {\"records\":1}\n\n"),
          stream("event: batch\ndata: null\n\n"),
          stream("event: batch\ndata: {\"records\":[{\"seq_num\":\"0\",\"timestamp\":1}]}\n\n"),
          stream(
              "event: batch\ndata: {\"records\":[{\"seq_num\":0,\"timestamp\":1,\"body\":\"{\"}]}\n\n"),
          stream("event: batch\ndata: " + "[".repeat(5_000) + "\n\n"),
          stream("event: batch\ndata: \u00ff\u00fe\n\n"),
          stream("data: " + "x".repeat(2 * MAX_PAGE_BYTES)),
          stream("data: hello\n\n"),
          stream("event: error\ndata: S2 is away\n\n"),
          stream("event: news\ndata: 1\n\nretry: 100000\n\n: and more\n\n"),
          answer("200 OK", "application/json", "{\"error\":\"none of it\"}"),
          answer("200 OK", "application/json", "{\"records\":[{\"seq_"));

  private static final List<String> TO_PUSHES =
      List.of(
          answer("200 OK", "application/json", "{\"success\":\"yes\"}"),
          answer("200 OK", "application/json", "{\"success\":false}"),
          answer("200 OK", "application/json", "{\"success\":tr"),
          answer("204 No Content", "application/json", ""),
          answer("200 OK", "text/plain", "x".repeat(500_000)),
          answer("409 Conflict", "text/html", "<h1>conflict</h1>"),
          answer("409 Conflict", "application/json", "{\"minimumExpectedNum\":-1}"),
          answer("409 Conflict", "application/json", "{\"minimumExpectedNum\":1e300}"),
          answer("409 Conflict", "application/json", "{\"minimumExpectedNum\":\"1\"}"),
          answer("413 Content Too Large", "text/html", "<h1>too large</h1>"),
          answer("422 Unprocessable Content", "application/json", "{\"error\":\"not now\"}"));

  private WrongAnswers() {}

  static List<String> toPulls() {
    return Stream.concat(TO_ANYTHING.stream(), TO_PULLS.stream()).toList();
  }

  static List<String> toPushes() {
    return Stream.concat(TO_ANYTHING.stream(), TO_PUSHES.stream()).toList();
  }

  private static String answer(String status, String type, String body) {
    return "HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n%s"
        .formatted(status, type, body.length(), body);
  }

  /// Ends with the connection.
  private static String stream(String events) {
    return "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n" + events;
  }
}
