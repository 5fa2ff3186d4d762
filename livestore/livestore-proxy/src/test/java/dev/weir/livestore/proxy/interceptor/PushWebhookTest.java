package dev.weir.livestore.proxy.interceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weir.livestore.proxy.access.LocalService;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.sync.EncodedEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The webhook in front of a service over real HTTP.
@Timeout(60)
class PushWebhookTest {
  private static final String EVENT =
      "{ \"name\":\"n\",\"args\":{\"a\":1.0},\"seqNum\":1,\"parentSeqNum\":0,\"clientId\":\"c\","
          + "\"sessionId\":\"s\" }";
  private static final InterceptedPush PUSH =
      new InterceptedPush(
          "a \"b\"\uD800", new Principal("anna"), List.of(EncodedEvent.parse(EVENT)));

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private HttpServer service;
  private volatile int status = 200;
  private volatile String answer = "";

  @BeforeEach
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("location", "/elsewhere");
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private Verdict ask() throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/hook?key=secret");
    try (var webhook = PushWebhook.at(uri)) {
      return webhook.before(PUSH);
    }
  }

  @Test
  void before_sendsTheEventsVerbatim() throws Exception {
    assertThat(ask()).isEqualTo(Verdict.accept());
    assertThat(received.take())
        .isEqualTo(
            "{\"storeId\":\"a \\\"b\\\"\\uD800\",\"principal\":\"anna\",\"batch\":["
                + EVENT
                + "]}");
  }

  @Test
  void before_answered422_rejectsWithTheReason() throws Exception {
    status = 422;
    answer = "{\"more\":{\"reason\":\"not this\"},\"reason\":\"no todos on Sundays\"}";
    assertThat(ask()).isEqualTo(Verdict.reject("no todos on Sundays"));
    for (String noReason : List.of("", "{", "[]", "{\"reason\":7}", "no")) {
      answer = noReason;
      assertThat(ask()).isEqualTo(Verdict.reject("the application rejects it"));
    }
  }

  @Test
  void before_answered422WithALongBody_readsItsBeginningAlone() throws Exception {
    status = 422;
    answer = "{\"reason\":\"no\",\"more\":\"" + "x".repeat(100_000) + "\"}";
    assertThat(ask()).isEqualTo(Verdict.reject("no"));
    answer = "{\"more\":\"" + "x".repeat(100_000) + "\",\"reason\":\"no\"}";
    assertThat(ask()).isEqualTo(Verdict.reject("the application rejects it"));
  }

  @Test
  void before_answeredOtherwise_fails() {
    for (int other : List.of(302, 400, 403, 500, 503)) {
      status = other;
      assertThatThrownBy(this::ask)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("answered " + other)
          .hasMessageNotContaining("secret");
    }
    assertThat(received).hasSize(5);
  }

  @Test
  void before_withNobodyThere_fails() {
    stop();
    assertThatThrownBy(this::ask)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageNotContaining("secret");
  }

  /// Each byte comes soon after the one before.
  @Test
  void before_answeredByABodyWithoutEnd_failsInTime() throws Exception {
    try (var trickling = new LocalService();
        var webhook = new PushWebhook(trickling.url(), Duration.ofMillis(300))) {
      trickling.answerWith((exchange, question) -> {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        while (true) { // until the connection is closed
          body.write(' ');
          body.flush();
          LockSupport.parkNanos(10_000_000);
        }
      });
      assertThatThrownBy(() -> webhook.before(PUSH)).isInstanceOf(UncheckedIOException.class);
      assertThat(trickling.asked()).isNotEmpty();
    }
  }

  @Test
  void before_onceItsThreadIsInterrupted_isNoFailureOfTheService() throws Exception {
    var forEver = new CountDownLatch(1);
    try (var silent = new LocalService();
        var webhook = PushWebhook.at(silent.url())) {
      silent.answerWith((exchange, question) -> {
        try {
          forEver.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      var asking = new FutureTask<>(() -> webhook.before(PUSH));
      Thread asker = Thread.ofVirtual().start(asking);
      while (silent.asked().isEmpty()) {
        Thread.onSpinWait();
      }
      asker.interrupt();
      assertThatThrownBy(asking::get).hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void at_anAddressThatIsNoWebServices_isRefused() {
    for (String none : List.of("ftp://host/", "host", "file:///etc/passwd", "http:///path")) {
      assertThatThrownBy(() -> PushWebhook.at(URI.create(none)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Whose deadline comes first interrupts it.
  @Test
  void before_withoutAnAnswer_isCutOff() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var webhook =
            PushWebhook.at(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"))) {
      var interceptors = new Interceptors(List.of(webhook), Duration.ofMillis(50));
      assertThatThrownBy(() -> interceptors.requireAccepted(PUSH))
          .isInstanceOf(InterceptorFailedException.class);
    }
  }
}
