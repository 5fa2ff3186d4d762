package dev.weir.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// An S2 that lets nobody in.
@NullMarked
record RefusingS2(HttpServer server, CountDownLatch asked) implements AutoCloseable {
  static RefusingS2 start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var asked = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"code\":\"permission_denied\",\"message\":\"no\"}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(403, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
          asked.countDown();
        });
    server.start();
    return new RefusingS2(server, asked);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void awaitAsked(Duration patience) throws InterruptedException {
    assertThat(asked.await(patience.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
