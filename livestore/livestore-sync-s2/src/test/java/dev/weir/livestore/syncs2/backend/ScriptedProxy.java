package dev.weir.livestore.syncs2.backend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.livestore.syncs2.PullArgs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An HTTP server that gives the answers a test wrote down, in order, and holds what comes beyond
/// them.
final class ScriptedProxy implements AutoCloseable {
  private static final RetryPolicy AT_ONCE =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2));

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  ScriptedProxy() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  record Request(String method, String uri, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }

    PullArgs args() {
      return PullArgs.fromQuery(uri.substring(uri.indexOf('?') + 1));
    }
  }

  /// Thrown out of a handler, it has the server close the connection without more ado.
  private static final class BreakException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// What happens to a request.
  interface Answer {
    void give(HttpExchange exchange) throws IOException, InterruptedException;
  }

  static Answer status(int status, String body) {
    return status(status, "application/json", body);
  }

  static Answer status(int status, String type, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", type);
      exchange.getResponseHeaders().set("location", "/elsewhere");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
      if (!head && bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    };
  }

  /// An event stream that ends cleanly.
  static Answer events(String... events) {
    return exchange -> stream(exchange, events).close();
  }

  /// An event stream whose connection breaks behind what is given.
  static Answer brokenAfter(String... events) {
    return exchange -> {
      var unused = stream(exchange, events);
      throw new BreakException();
    };
  }

  /// The same where it matters that what is given arrived: broken at once, the JDK's client may
  /// tell of the end alone.
  static Answer brokenOnce(CountDownLatch arrived, String... events) {
    return exchange -> {
      var unused = stream(exchange, events);
      arrived.await();
      throw new BreakException();
    };
  }

  static Answer noAnswer() {
    return exchange -> {
      throw new BreakException();
    };
  }

  Answer hanging() {
    return exchange -> closing.await();
  }

  /// An event stream that goes silent.
  Answer silentAfter(String... events) {
    return exchange -> {
      var unused = stream(exchange, events);
      closing.await();
    };
  }

  private static OutputStream stream(HttpExchange exchange, String... events) throws IOException {
    exchange.getResponseHeaders().set("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    var out = exchange.getResponseBody();
    for (String event : events) {
      out.write(event.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    return out;
  }

  ScriptedProxy then(Answer answer) {
    answers.add(answer);
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/s2";
  }

  /// A backend without pings that waits a moment between tries.
  S2SyncBackendConfig config() {
    return S2SyncBackendConfig.at(url(), "s")
        .withPing(PingPolicy.OFF)
        .withRetry(
            new RetryPolicy(1_000, Duration.ofMillis(1), Duration.ofMillis(2)), AT_ONCE, AT_ONCE);
  }

  Request request() throws InterruptedException {
    Request request = requests.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  int requestsLeft() {
    return requests.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Answer answer = answers.poll();
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              body));
      (answer == null ? silentAfter() : answer).give(exchange);
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
