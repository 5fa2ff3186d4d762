package dev.weir.livestore.proxy.access.callback;

import static dev.weir.livestore.proxy.access.LocalService.respond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.LocalService;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.proxy.outbound.OutboundHttp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a real server of this machine.
@Timeout(60)
class CallbackAccessTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String ALICE = "{\"allow\":true,\"principal\":\"alice\"}";

  private LocalService service;
  private final OutboundHttp http = new OutboundHttp(Duration.ofSeconds(5));
  private Access access;
  private Instant now = NOW;
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void start() throws IOException {
    service = new LocalService();
    access = by(CallbackConfig.at(service.url()).withBearer("weirs-own"));
  }

  @AfterEach
  void stop() {
    http.close();
    service.close();
  }

  private Access by(CallbackConfig config) {
    return new CallbackAccess(config, TokenSources.defaults(), http, () -> now, nanos::get);
  }

  private void pass(Duration time) {
    now = now.plus(time);
    nanos.addAndGet(time.toNanos());
  }

  private String outcome(String token, StoreAccess wanted, String store)
      throws InterruptedException {
    var credentials =
        new Credentials(
            Optional.of("Bearer " + token),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    try {
      return access.recognise(credentials).admit(wanted, store).name();
    } catch (AccessDeniedException e) {
      assertThat(e.getMessage()).doesNotContain(token);
      return e.reason().name();
    }
  }

  private String outcome() throws InterruptedException {
    return outcome("t0", StoreAccess.READ, "s");
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "200|{\"allow\":true,\"principal\":\"alice\"}|alice",
        "200|{\"x\":[{}],\"principal\":\"alice\",\"allow\":true,\"y\":{\"allow\":false}}|alice",
        "200|{\"allow\":false,\"principal\":\"alice\"}|FORBIDDEN",
        "200|{\"allow\":false}|FORBIDDEN",
        "200|{\"allow\":\"true\",\"principal\":\"alice\"}|FORBIDDEN",
        "200|{\"allow\":1,\"principal\":\"alice\"}|FORBIDDEN",
        "200|{\"principal\":\"alice\"}|UNAVAILABLE",
        "200|{\"allow\":true}|UNAVAILABLE",
        "200|{\"allow\":true,\"principal\":\"\"}|UNAVAILABLE",
        "200|{\"allow\":true,\"principal\":{\"allow\":true}}|UNAVAILABLE",
        "200|{\"allow\":true,\"principal\":null}|UNAVAILABLE",
        "200|{\"allow\":true,\"principal\":\"alice\"|UNAVAILABLE",
        "200|[true]|UNAVAILABLE",
        "200|''|UNAVAILABLE",
        "201|{\"allow\":true,\"principal\":\"alice\"}|UNAVAILABLE",
        "401|''|UNAUTHENTICATED",
        "403|''|FORBIDDEN",
        "404|{\"allow\":true,\"principal\":\"alice\"}|UNAVAILABLE",
        "500|''|UNAVAILABLE",
        "200|{\"allow\":true,\"principal\":\"alice\",\"expiresAt\":\"2026-11-24T12:00:01Z\"}|alice",
        "200|{\"allow\":true,\"principal\":\"alice\",\"expiresAt\":\"2026-11-24T12:00:00Z\"}|UNAUTHENTICATED",
        "200|{\"allow\":true,\"principal\":\"alice\",\"expiresAt\":\"soon\"}|UNAVAILABLE",
        "200|{\"allow\":true,\"principal\":\"alice\",\"expiresAt\":{}}|UNAVAILABLE",
      })
  void answers_areTakenAtTheirWord(int status, String body, String outcome) throws Exception {
    service.answerWith(status, body);

    assertThat(outcome()).isEqualTo(outcome);
  }

  @Test
  void theQuestion_holdsTokenStoreAndAccess_andWeirsOwnToken() throws Exception {
    var authorizations = new ArrayList<String>();
    service.answerWith((exchange, body) -> {
      authorizations.add(exchange.getRequestHeaders().getFirst("authorization"));
      respond(exchange, 200, ALICE);
    });

    assertThat(outcome("t\"0", StoreAccess.WRITE, "a\uD800\u00e9\n")).isEqualTo("alice");
    assertThat(service.asked())
        .containsExactly(
            "{\"token\":\"t\\\"0\",\"storeId\":\"a\\uD800\\u00E9\\n\",\"access\":\"write\"}");
    assertThat(authorizations).containsExactly("Bearer weirs-own");
  }

  @Test
  void aRedirect_isNotFollowed() throws Exception {
    try (var elsewhere = new LocalService()) {
      elsewhere.answerWith(200, ALICE);
      for (int status : List.of(301, 302, 307, 308)) {
        service.answerWith((exchange, body) -> {
          exchange.getResponseHeaders().set("location", elsewhere.url().toString());
          respond(exchange, status, "");
        });
        assertThat(outcome()).isEqualTo("UNAVAILABLE");
      }
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @Test
  void anAnswer_countsForItsTokenStoreAndAccessAlone() throws Exception {
    service.answerWith(200, ALICE);
    for (int i = 0; i < 3; i++) {
      assertThat(outcome()).isEqualTo("alice");
    }
    assertThat(service.asked()).hasSize(1);

    service.answerWith(403, "");
    assertThat(outcome("t1", StoreAccess.READ, "s")).isEqualTo("FORBIDDEN");
    assertThat(outcome("t0", StoreAccess.WRITE, "s")).isEqualTo("FORBIDDEN");
    assertThat(outcome("t0", StoreAccess.READ, "S")).isEqualTo("FORBIDDEN");
    assertThat(outcome()).isEqualTo("alice");
  }

  @ParameterizedTest(name = "cache-control {0}: {1} s")
  @CsvSource(
      delimiter = '|',
      value = {
        "x|30",
        "max-age=5|5",
        "private, max-age=120|120",
        "Max-Age=7, private|7",
        "s-maxage=7|30",
        "max-age=99999999|3600"
      })
  void leave_countsAsLongAsTheServiceSays(String cacheControl, long seconds) throws Exception {
    service.answerWith((exchange, body) -> {
      exchange.getResponseHeaders().set("cache-control", cacheControl);
      respond(exchange, 200, ALICE);
    });
    assertThat(outcome()).isEqualTo("alice");
    pass(Duration.ofSeconds(seconds).minusMillis(1));
    assertThat(outcome()).isEqualTo("alice");
    assertThat(service.asked()).hasSize(1);

    pass(Duration.ofMillis(2));
    service.answerWith(401, "");
    assertThat(outcome()).isEqualTo("UNAUTHENTICATED");
  }

  @ParameterizedTest
  @CsvSource({"no-store", "no-cache", "max-age=0"})
  void leave_thatIsNotToBeKept_isAskedForEachTime(String cacheControl) throws Exception {
    service.answerWith((exchange, body) -> {
      exchange.getResponseHeaders().set("cache-control", cacheControl);
      respond(exchange, 200, ALICE);
    });
    assertThat(outcome()).isEqualTo("alice");
    pass(Duration.ofNanos(1));
    assertThat(outcome()).isEqualTo("alice");
    assertThat(service.asked()).hasSize(2);
  }

  @Test
  void aRefusal_countsForFiveSeconds() throws Exception {
    service.answerWith(403, "");
    assertThat(outcome()).isEqualTo("FORBIDDEN");
    service.answerWith(200, ALICE);
    assertThat(outcome()).isEqualTo("FORBIDDEN");
    pass(Duration.ofSeconds(5));
    assertThat(outcome()).isEqualTo("alice");
  }

  @Test
  void leave_endsWithTheCredentials_thoughItWouldCountForLonger() throws Exception {
    service.answerWith(200, ALICE.replace("}", ",\"expiresAt\":\"2026-11-24T12:00:10Z\"}"));
    assertThat(outcome()).isEqualTo("alice");
    pass(Duration.ofSeconds(10));
    assertThat(outcome()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void anOutage_isNotKept_andLeaveGivenBeforeGoesOn() throws Exception {
    service.answerWith(200, ALICE);
    assertThat(outcome()).isEqualTo("alice");
    service.answerWith(500, "");
    assertThat(outcome("t1", StoreAccess.READ, "s")).isEqualTo("UNAVAILABLE");
    assertThat(outcome()).isEqualTo("alice");

    service.answerWith(200, ALICE);
    assertThat(outcome("t1", StoreAccess.READ, "s")).isEqualTo("alice");
  }

  @Test
  void aServiceThatIsGone_orHangs_isAnOutage() throws Exception {
    var hanging = new CountDownLatch(1);
    try (var quick = new OutboundHttp(Duration.ofMillis(50))) {
      service.answerWith((exchange, body) -> {
        try {
          hanging.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      access =
          new CallbackAccess(
              CallbackConfig.at(service.url()), TokenSources.defaults(), quick, () -> now, () -> 0);
      assertThat(outcome()).isEqualTo("UNAVAILABLE");
    } finally {
      hanging.countDown();
    }
    service.close();
    assertThat(outcome("t2", StoreAccess.READ, "s")).isEqualTo("UNAVAILABLE");
  }

  @Test
  void anEndlessAnswer_isAnOutage() throws Exception {
    service.answerWith(200, "{\"allow\":true,\"principal\":\"" + "a".repeat(2 << 20) + "\"}");

    assertThat(outcome()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void manyWhoAskTheSameAtOnce_shareOneCall() throws Exception {
    var answering = new CountDownLatch(1);
    service.answerWith((exchange, body) -> {
      try {
        answering.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      respond(exchange, 200, ALICE);
    });
    Callable<String> asking = this::outcome;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes = new ArrayList<Future<String>>();
      for (int i = 0; i < 100; i++) {
        outcomes.add(threads.submit(asking));
      }
      while (service.asked().isEmpty()) {
        Thread.onSpinWait();
      }
      answering.countDown();
      for (Future<String> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo("alice");
      }
    }
    assertThat(service.asked()).hasSize(1);
  }

  @Test
  void toString_showsNoToken() {
    assertThat(CallbackConfig.at(service.url()).withBearer("weirs-own").toString())
        .doesNotContain("weirs-own");
  }
}
