package dev.weir.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A reverse proxy that loses one acknowledgement: the answer to the k-th POST never reaches the
/// client, although the upstream acted on it.
///
/// From that moment until the next POST is answered no pull delivers anything. Otherwise the live
/// pull would confirm the events before the client, 100 ms later, pushes them again, and nothing
/// would be tested.
final class LosingMiddleman implements AutoCloseable {
  private static final long LONGEST_HOLD_SECONDS = 10;

  private final URI upstream;
  private final int lostPost;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger posts = new AtomicInteger();
  private final CountDownLatch repeated = new CountDownLatch(1);
  private volatile boolean holding;
  private volatile int lostStatus;

  private LosingMiddleman(URI upstream, int lostPost) throws IOException {
    this.upstream = upstream;
    this.lostPost = lostPost;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /// @param lostPost which POST loses its answer, counted from 1
  static LosingMiddleman inFrontOf(String upstream, int lostPost) throws IOException {
    var middleman = new LosingMiddleman(URI.create(upstream), lostPost);
    middleman.server.start();
    return middleman;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /// The status that the client did not get to see; 0 while no answer was lost.
  int lostStatus() {
    return lostStatus;
  }

  int posts() {
    return posts.get();
  }

  @Override
  public void close() {
    repeated.countDown();
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> push(exchange);
        case "HEAD" -> exchange.sendResponseHeaders(forward(exchange).statusCode(), -1);
        default -> pull(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void push(HttpExchange exchange) throws IOException, InterruptedException {
    var number = posts.incrementAndGet();
    if (number == lostPost) {
      holding = true; // before the upstream can act and its pulls deliver
    }
    var answer = forward(exchange);
    var body = answer.body().readAllBytes();
    if (number == lostPost) {
      lostStatus = answer.statusCode();
      return; // closes the connection without an answer
    }
    answer.headers().firstValue("content-type").ifPresent(type -> setType(exchange, type));
    exchange.sendResponseHeaders(answer.statusCode(), body.length);
    exchange.getResponseBody().write(body);
    if (number > lostPost) {
      repeated.countDown();
    }
  }

  private void pull(HttpExchange exchange) throws IOException, InterruptedException {
    var answer = forward(exchange);
    answer.headers().firstValue("content-type").ifPresent(type -> setType(exchange, type));
    exchange.sendResponseHeaders(answer.statusCode(), 0);
    var to = exchange.getResponseBody();
    to.flush();
    var buffer = new byte[65_536];
    try (var from = answer.body()) {
      for (var n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        if (holding && !repeated.await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
        to.write(buffer, 0, n);
        to.flush();
      }
    }
  }

  private HttpResponse<InputStream> forward(HttpExchange exchange)
      throws IOException, InterruptedException {
    var query = exchange.getRequestURI().getRawQuery();
    var url = query == null ? upstream : URI.create(upstream + "?" + query);
    var body = exchange.getRequestBody().readAllBytes();
    var request =
        HttpRequest.newBuilder(url)
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    for (var name : new String[] {"content-type", "accept"}) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }

  private static void setType(HttpExchange exchange, String type) {
    exchange.getResponseHeaders().set("content-type", type);
  }
}
