package dev.weir.livestore.syncs2.backend;

import static dev.weir.livestore.syncs2.backend.Pages.DONE;
import static dev.weir.livestore.syncs2.backend.Pages.PING;
import static dev.weir.livestore.syncs2.backend.Pages.batch;
import static dev.weir.livestore.syncs2.backend.Pages.chain;
import static dev.weir.livestore.syncs2.backend.Pages.page;
import static dev.weir.livestore.syncs2.backend.Pages.record;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.brokenAfter;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.events;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.noAnswer;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.backend.OfflineException;
import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.SyncProtocolException;
import dev.weir.livestore.syncs2.backend.ScriptedProxy.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers that stop, end early or have no end, and calls that are closed while they wait for one.
@Timeout(60)
class BrokenAnswersTest {
  private final ScriptedProxy proxy = new ScriptedProxy();
  private Optional<S2SyncBackend> opened = Optional.empty();

  @AfterEach
  void close() {
    opened.ifPresent(S2SyncBackend::close);
    proxy.close();
  }

  private S2SyncBackend open(S2SyncBackendConfig config) {
    var backend = S2SyncBackend.open(config);
    opened = Optional.of(backend);
    return backend;
  }

  private Pull pull(PullMode mode) {
    return open(proxy.config()).pull(Optional.empty(), mode);
  }

  private static List<Long> numbers(PullPage page) {
    return page.events().stream().map(pulled -> pulled.event().seqNum().value()).toList();
  }

  private static List<Long> numbers(Pull pull) throws InterruptedException {
    var all = new ArrayList<Long>();
    for (var page = pull.next(); page.isPresent(); page = pull.next()) {
      all.addAll(numbers(page.get()));
    }
    return all;
  }

  @Test
  void answerToAPush_thatStopsWithinItsBody_isWaitedForNoLongerThanAnother() {
    Answer stops =
        exchange -> {
          exchange.sendResponseHeaders(200, 16);
          write(exchange.getResponseBody(), "{\"succ");
          proxy.hanging().give(exchange);
        };
    proxy.then(stops).then(stops).then(stops);
    var brief = proxy.config().withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(10));
    var backend = open(brief);
    assertThatThrownBy(() -> backend.push(chain(1, 1))).isInstanceOf(OfflineException.class);
    assertThat(backend.connectivity().isConnected()).isFalse();
  }

  @Test
  void answerToAPush_withoutEnd_isReadNoFurtherThanItMatters() {
    var end = new CountDownLatch(1);
    proxy.then(endless(200, end));
    var backend = open(proxy.config());
    assertThatThrownBy(() -> backend.push(chain(1, 1))).isInstanceOf(SyncProtocolException.class);
    assertEnds(end);
  }

  @Test
  void refusedRequest_isLetGo_beforeItIsMadeAgain() throws InterruptedException {
    var end = new CountDownLatch(1);
    proxy.then(endless(401, end)).then(events(page(1, 1), DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(numbers(pull)).containsExactly(1L);
      assertEnds(end);
    }
  }

  private static Answer endless(int status, CountDownLatch end) {
    return exchange -> {
      exchange.sendResponseHeaders(status, 0);
      try {
        while (true) {
          write(exchange.getResponseBody(), "x".repeat(10_000));
        }
      } catch (IOException e) {
        end.countDown();
        throw e;
      }
    };
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void assertEnds(CountDownLatch end) {
    assertThat(end).satisfies(latch -> assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue());
  }

  @Test
  void eventCutInTwo_whereTheAnswerSeemsWhole_isAskedForAgain() throws InterruptedException {
    String whole = page(1, 2);
    proxy.then(events(whole.substring(0, whole.length() - 9))).then(events(whole, DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(numbers(pull)).containsExactly(1L, 2L);
    }
  }

  @Test
  void onePass_thatIsNotSaidToBeAll_goesOnBehindIt() throws InterruptedException {
    proxy.then(events(page(1, 2))).then(events()).then(events(page(3, 3), DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(numbers(pull)).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void livePull_whoseBeginningIsNotSaidToBeAll_isNotCaughtUp() throws InterruptedException {
    proxy.then(events(PING)).then(events(page(1, 1, 2))).then(events(page(2, 2), DONE));
    try (Pull pull = pull(PullMode.LIVE)) {
      assertThat(pull.next().orElseThrow().pageInfo()).isEqualTo(new PageInfo.MoreKnown(1));
      assertThat(pull.next().orElseThrow().pageInfo()).isEqualTo(new PageInfo.NoMore());
    }
    for (int i = 0; i < 3; i++) {
      assertThat(proxy.request().args().live()).isFalse();
    }
  }

  @Test
  void liveConnection_thatEndsWithoutAWord_saysNothingOfWhatRemains() throws InterruptedException {
    proxy
        .then(events(page(1, 1), DONE))
        .then(events(page(2, 2, 3), DONE))
        .then(events(PING))
        .then(events(page(3, 3), DONE));
    try (Pull pull = pull(PullMode.LIVE)) {
      pull.next();
      assertThat(pull.next().orElseThrow().pageInfo()).isEqualTo(new PageInfo.MoreKnown(1));
      assertThat(numbers(pull.next().orElseThrow())).containsExactly(3L);
    }
  }

  @Test
  void onePass_thatIsNeverSaidToBeAll_fails() {
    proxy.then(events()).then(events()).then(events());
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThatThrownBy(pull::next)
          .isInstanceOf(OfflineException.class)
          .hasMessageContaining("[DONE]");
    }
  }

  /// As the original's documented proxy answers what is not live.
  @Test
  void eventStream_thatIsCalledJson_isReadAllTheSame() throws InterruptedException {
    proxy.then(status(200, page(1, 2) + DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(numbers(pull)).containsExactly(1L, 2L);
    }
  }

  @Test
  void batchInJson_isAPage() throws InterruptedException {
    String sse = page(1, 2);
    proxy.then(status(200, sse.substring(sse.indexOf('{'))));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(numbers(pull)).containsExactly(1L, 2L);
    }
  }

  @Test
  void emptyBatchInJson_saysThatThereIsNothing() throws InterruptedException {
    proxy.then(status(200, "\n{\"records\":[]}"));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(pull.next()).contains(new PullPage(List.of(), new PageInfo.NoMore()));
      assertThat(pull.next()).isEmpty();
    }
  }

  /// Or a client would wait for more that was announced and never comes.
  @Test
  void announcedRecords_thatAreNoEvents_endWithAPageThatSaysSo() throws InterruptedException {
    proxy.then(events(page(1, 1, 2), batch(2, record(1, "garbage")), DONE));
    var lenient = proxy.config().withForeignRecords((s2SeqNum, problem) -> true);
    try (Pull pull = open(lenient).pull(Optional.empty(), PullMode.LIVE)) {
      assertThat(pull.next().orElseThrow().pageInfo()).isEqualTo(new PageInfo.MoreKnown(1));
      assertThat(pull.next()).contains(new PullPage(List.of(), new PageInfo.NoMore()));
    }
  }

  /// Many more than may fail in a row: where the end comes right behind the ping, the JDK's client
  /// now and then tells of the end alone.
  @Test
  void liveConnections_thatWereAnswered_doNotFailInARow() throws InterruptedException {
    proxy.then(events(page(1, 1), DONE));
    for (int i = 0; i < 40; i++) {
      proxy.then(brokenAfter(PING));
    }
    proxy.then(events(page(2, 2), DONE));
    var tenTimes = new RetryPolicy(10, Duration.ofMillis(1), Duration.ofMillis(2));
    try (Pull pull =
        open(proxy.config().withRetry(tenTimes, tenTimes, tenTimes))
            .pull(Optional.empty(), PullMode.LIVE)) {
      assertThat(numbers(pull.next().orElseThrow())).containsExactly(1L);
      assertThat(numbers(pull.next().orElseThrow())).containsExactly(2L);
    }
  }

  /// Which nothing but a clock shows; it only must not be less.
  @Test
  void liveAnswers_thatEndAtOnce_areAskedForAgainLessAndLess() throws InterruptedException {
    proxy.then(events(page(1, 1), DONE));
    for (int i = 0; i < 3; i++) {
      proxy.then(events(DONE));
    }
    proxy.then(events(page(2, 2), DONE));
    try (Pull pull = pull(PullMode.LIVE)) {
      assertThat(numbers(pull.next().orElseThrow())).containsExactly(1L);
      long start = System.nanoTime();
      assertThat(numbers(pull.next().orElseThrow())).containsExactly(2L);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(250 + 500));
    }
  }

  @Test
  void closedPull_thatWasNotAnsweredYet_returns() throws Exception {
    proxy.then(proxy.hanging());
    Pull pull = pull(PullMode.LIVE);
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var next = thread.submit(pull::next);
      proxy.request();
      pull.close();
      assertThat(next.get(30, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void closedBackend_endsAPushThatWouldGoOnForEver() throws Exception {
    proxy.then(noAnswer());
    var patient = new RetryPolicy(1_000, Duration.ofHours(1), Duration.ofHours(1));
    var backend = open(proxy.config().withRetry(patient, patient, patient));
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var push = thread.submit(() -> backend.push(chain(1, 1)));
      proxy.request();
      backend.close();
      assertThat(push).failsWithin(Duration.ofSeconds(30));
    }
    assertThatThrownBy(() -> backend.push(chain(1, 1))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(backend::ping).isInstanceOf(IllegalStateException.class);
  }
}
