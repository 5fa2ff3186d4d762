package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weir.s2.BasinName;
import dev.weir.s2.client.Cleartext;
import dev.weir.s2.client.RetryPolicy;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Readiness in front of an S2 over HTTP that answers what a test says.
class ReadinessTest {
  private static final Answer WELL = new Answer(200, "{\"streams\":[],\"has_more\":false}");
  private static final Answer NO_BASIN =
      new Answer(404, "{\"code\":\"basin_not_found\",\"message\":\"no\"}");
  private static final Answer FORBIDDEN =
      new Answer(403, "{\"code\":\"permission_denied\",\"message\":\"secret\"}");
  private static final Answer BROKEN =
      new Answer(503, "{\"code\":\"unavailable\",\"message\":\"\"}");

  private final AtomicLong clock = new AtomicLong(1);
  private final AtomicReference<Answer> answer = new AtomicReference<>(WELL);
  private final BlockingQueue<Answer> asked = new LinkedBlockingQueue<>();

  private record Answer(int status, String body) {}

  private interface Check {
    void of(Readiness readiness) throws Exception;
  }

  private void withReadiness(Check check) throws Exception {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          Answer given = answer.get();
          byte[] body = given.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(given.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
          asked.add(given);
        });
    http.start();
    var config =
        S2ClientConfig.at("http://127.0.0.1:" + http.getAddress().getPort())
            .withCleartext(Cleartext.HTTP_1_1)
            .withRetry(RetryPolicy.NONE);
    try (var s2 = S2Client.connect(config);
        var readiness =
            Readiness.asking(s2, new BasinName("livestore"), clock::get, Duration.ofMillis(5))) {
      check.of(readiness);
    } finally {
      http.stop(0);
    }
  }

  /// Waits until S2 has been asked three times more, so that the second answer is known.
  private void awaitAnswers(Answer given) throws InterruptedException {
    answer.set(given);
    int seen = 0;
    while (seen < 3) {
      Answer next = asked.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("S2 is asked").isNotNull();
      seen += given.equals(next) ? 1 : 0;
    }
  }

  @Test
  void obstacle_whileS2Answers_isNone() throws Exception {
    withReadiness(readiness -> {
      awaitAnswers(WELL);
      assertThat(readiness.obstacle()).isEmpty();
      awaitAnswers(NO_BASIN);
      assertThat(readiness.obstacle()).isEmpty();
    });
  }

  @Test
  void obstacle_whereS2Refuses_namesTheCodeAlone() throws Exception {
    withReadiness(readiness -> {
      awaitAnswers(FORBIDDEN);
      assertThat(readiness.obstacle())
          .hasValueSatisfying(
              why -> assertThat(why).contains("S2 refuses").doesNotContain("secret"));
      awaitAnswers(WELL);
      assertThat(readiness.obstacle()).isEmpty();
    });
  }

  @Test
  void obstacle_afterALongSilence_saysHowLong() throws Exception {
    withReadiness(readiness -> {
      awaitAnswers(WELL);
      answer.set(BROKEN);
      awaitAnswers(BROKEN);
      assertThat(readiness.obstacle()).isEmpty();
      clock.addAndGet(Readiness.PATIENCE.plusSeconds(1).toNanos());
      assertThat(readiness.obstacle()).contains("S2 has not answered for 26 s");
      awaitAnswers(WELL);
      assertThat(readiness.obstacle()).isEmpty();
    });
  }

  @Test
  void obstacle_whileDraining_isThat() {
    try (var readiness = Readiness.of(Optional::empty)) {
      assertThat(readiness.obstacle()).isEmpty();
      readiness.drain();
      assertThat(readiness.obstacle()).contains("stopping");
    }
  }

  @Test
  void obstacle_ofAnEmbeddedStoreInTrouble_isItsReason() {
    try (var readiness = Readiness.of(() -> Optional.of("the disk is full"))) {
      assertThat(readiness.obstacle()).contains("the disk is full");
    }
  }
}
