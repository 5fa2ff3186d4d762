package dev.weir.spring;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;

/// Requests as a stranger would write them.
@NullMarked
final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Http() {}

  static HttpResponse<String> push(String url, String storeId, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(App.push(storeId)));
    return CLIENT.send(with(request, headers), BodyHandlers.ofString());
  }

  static HttpResponse<String> get(String url, String... headers) throws Exception {
    return CLIENT.send(
        with(HttpRequest.newBuilder(URI.create(url)), headers), BodyHandlers.ofString());
  }

  static HttpResponse<String> preflight(String url, String origin) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type");
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  static HttpResponse<InputStream> open(String url, String args, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(
            URI.create(url + "?args=" + URLEncoder.encode(args, StandardCharsets.UTF_8)));
    return CLIENT.send(with(request, headers), BodyHandlers.ofInputStream());
  }

  /// The first line of the answer to a ping for `host`, a header that the client above keeps to
  /// itself.
  static String pingAs(String host, String url) throws Exception {
    var uri = URI.create(url);
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      String request =
          "HEAD " + uri.getPath() + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.lines().findFirst().orElse("");
    }
  }

  /// A pull on a connection that the test has for itself.
  static Socket openRaw(String url, String args) throws Exception {
    var uri = URI.create(url);
    var socket = new Socket(uri.getHost(), uri.getPort());
    String request =
        "GET %s?args=%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
            .formatted(uri.getPath(), URLEncoder.encode(args, StandardCharsets.UTF_8));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static HttpRequest with(HttpRequest.Builder request, String... headers) {
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }
}
