package dev.weir.livestore.syncs2.backend;

import static dev.weir.livestore.syncs2.backend.Pages.DONE;
import static dev.weir.livestore.syncs2.backend.Pages.PING;
import static dev.weir.livestore.syncs2.backend.Pages.batch;
import static dev.weir.livestore.syncs2.backend.Pages.event;
import static dev.weir.livestore.syncs2.backend.Pages.page;
import static dev.weir.livestore.syncs2.backend.Pages.record;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.brokenAfter;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.brokenOnce;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.events;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.noAnswer;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.BackendReplacedException;
import dev.weir.livestore.sync.backend.OfflineException;
import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.SyncException;
import dev.weir.livestore.sync.backend.SyncProtocolException;
import dev.weir.livestore.sync.backend.UnauthorizedException;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PullArgs;
import dev.weir.livestore.syncs2.backend.ScriptedProxy.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PullTest {
  private final ScriptedProxy proxy = new ScriptedProxy();
  private Optional<S2SyncBackend> backend = Optional.empty();

  @AfterEach
  void close() {
    backend.ifPresent(S2SyncBackend::close);
    proxy.close();
  }

  private Pull pull(PullMode mode) {
    return pull(mode, Optional.empty(), proxy.config());
  }

  private Pull pull(PullMode mode, Optional<PullCursor> cursor, S2SyncBackendConfig config) {
    var opened = S2SyncBackend.open(config);
    backend = Optional.of(opened);
    return opened.pull(cursor, mode);
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

  private static List<Long> firstNumbers(Pull pull, int count) throws InterruptedException {
    var all = new ArrayList<Long>();
    while (all.size() < count) {
      all.addAll(numbers(pull.next().orElseThrow()));
    }
    return all;
  }

  @Test
  void onePass_ofAnEmptyStore_isOneEmptyPage() throws InterruptedException {
    proxy.then(events(DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(pull.next()).contains(new PullPage(List.of(), new PageInfo.NoMore()));
      assertThat(pull.next()).isEmpty();
    }
    var request = proxy.request();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.uri())
        .isEqualTo(
            "/api/s2?args=%7B%22storeId%22%3A%22s%22%2C%22s2SeqNum%22%3A%22from-start%22%2C"
                + "%22live%22%3Afalse%7D");
    assertThat(request.header("accept")).isEqualTo("text/event-stream");
  }

  @Test
  void onePass_givesEveryPageWithWhatRemains() throws InterruptedException {
    proxy.then(events(page(1, 2, 3), PING, page(3, 3), DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      PullPage first = pull.next().orElseThrow();
      assertThat(numbers(first)).containsExactly(1L, 2L);
      assertThat(first.pageInfo()).isEqualTo(new PageInfo.MoreKnown(1));
      assertThat(first.events().getLast().cursor())
          .isEqualTo(new PullCursor(new EventSeqNum(2), Optional.of("{\"s2SeqNum\":1}")));
      assertThat(pull.next().orElseThrow().pageInfo()).isEqualTo(new PageInfo.NoMore());
      assertThat(pull.next()).isEmpty();
    }
  }

  @Test
  void payloadAndHeaders_goWithEachRequest() throws InterruptedException {
    proxy.then(events(DONE));
    var credentials =
        new RequestCredentials(
            RequestCredentials.bearer("t").headers(), Optional.of("{\"a\":\"100%\"}"));
    var config = proxy.config().withCredentials(renew -> credentials);
    try (Pull pull = pull(PullMode.ONCE, Optional.empty(), config)) {
      pull.next();
    }
    var request = proxy.request();
    assertThat(request.header("authorization")).isEqualTo("Bearer t");
    assertThat(request.args().payloadJson()).contains("{\"a\":\"100%\"}");
  }

  @Test
  void endpointWithAQuery_keepsIt() throws InterruptedException {
    proxy.then(events(DONE));
    var config = proxy.config().withEndpoints(ProxyEndpoints.at(proxy.url() + "?tenant=7"));
    try (Pull pull = pull(PullMode.ONCE, Optional.empty(), config)) {
      pull.next();
    }
    assertThat(proxy.request().uri()).startsWith("/api/s2?tenant=7&args=%7B");
  }

  @Test
  void cursorWithMetadata_goesOnBehindIt() throws InterruptedException {
    proxy.then(events(page(8, 8), DONE));
    var cursor = new PullCursor(new EventSeqNum(7), Optional.of("{\"s2SeqNum\":6}"));
    try (Pull pull = pull(PullMode.ONCE, Optional.of(cursor), proxy.config())) {
      assertThat(numbers(pull)).containsExactly(8L);
    }
    assertThat(proxy.request().args().cursor()).isEqualTo(new Cursor.After(6));
  }

  @Test
  void cursorWithoutMetadata_readsAllAndLeavesOutWhatTheClientHas() throws InterruptedException {
    proxy.then(events(page(1, 9), DONE));
    var cursor = new PullCursor(new EventSeqNum(7), Optional.empty());
    try (Pull pull = pull(PullMode.ONCE, Optional.of(cursor), proxy.config())) {
      assertThat(numbers(pull)).containsExactly(8L, 9L);
    }
    assertThat(proxy.request().args().cursor()).isEqualTo(new Cursor.FromStart());
  }

  @Test
  void livePull_firstAsksForWhatThereIs_thenWaits() throws InterruptedException {
    proxy
        .then(events(page(1, 1), DONE))
        .then(events(PING, page(2, 3), DONE))
        .then(events(DONE))
        .then(events(page(4, 4), DONE));
    try (Pull pull = pull(PullMode.LIVE)) {
      assertThat(firstNumbers(pull, 4)).containsExactly(1L, 2L, 3L, 4L);
    }
    assertThat(
            Stream.of(proxy.request(), proxy.request(), proxy.request(), proxy.request())
                .map(request -> request.args())
                .toList())
        .extracting(PullArgs::live, PullArgs::cursor)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(false, new Cursor.FromStart()),
            org.assertj.core.groups.Tuple.tuple(true, new Cursor.After(0)),
            org.assertj.core.groups.Tuple.tuple(true, new Cursor.After(2)),
            org.assertj.core.groups.Tuple.tuple(true, new Cursor.After(2)));
  }

  /// Where the original asks with its old cursor, and dies of what it then gets twice.
  @Test
  void connectionThatBreaksBehindAPage_isResumedBehindIt() throws InterruptedException {
    var taken = new CountDownLatch(1);
    proxy.then(brokenOnce(taken, page(1, 2, 4))).then(events(page(3, 4), DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(firstNumbers(pull, 1)).containsExactly(1L, 2L);
      taken.countDown();
      assertThat(numbers(pull)).containsExactly(3L, 4L);
    }
    proxy.request();
    assertThat(proxy.request().args().cursor()).isEqualTo(new Cursor.After(1));
  }

  @Test
  void eventsThatComeAgain_areLeftOut() throws InterruptedException {
    var taken = new CountDownLatch(1);
    proxy.then(brokenOnce(taken, page(1, 2, 4))).then(events(page(1, 3, 4), page(2, 4), DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(firstNumbers(pull, 1)).containsExactly(1L, 2L);
      taken.countDown();
      assertThat(numbers(pull)).containsExactly(3L, 4L);
    }
  }

  @Test
  void eventCutInTwo_isNotDelivered_andAskedForAgain() throws InterruptedException {
    String whole = page(1, 2);
    proxy
        .then(brokenAfter(whole.substring(0, whole.length() - 9)))
        .then(events(whole.substring(0, 20), whole.substring(20), DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(numbers(pull)).containsExactly(1L, 2L);
    }
  }

  @Test
  void silentConnection_isTakenForBroken() throws InterruptedException {
    proxy.then(events(DONE)).then(proxy.silentAfter(page(1, 1), PING)).then(events(page(2, 2)));
    var config = proxy.config().withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1));
    try (Pull pull = pull(PullMode.LIVE, Optional.empty(), config)) {
      assertThat(firstNumbers(pull, 2)).containsExactly(1L, 2L);
    }
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        Arguments.of("no answer", noAnswer()),
        Arguments.of("an error of S2", events("event: error\ndata: read failed\n\n")),
        Arguments.of("500", status(500, "{}")),
        Arguments.of("503", status(503, "text/html", "<h1>away</h1>")),
        Arguments.of("429", status(429, "{}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void troubleThatPasses_isOutlived(String what, Answer trouble) throws InterruptedException {
    proxy.then(trouble).then(trouble).then(events(page(1, 1), DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(numbers(pull)).containsExactly(1L);
    }
    assertThat(backend.orElseThrow().connectivity().isConnected()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void troubleThatStays_endsOnePass_asOffline(String what, Answer trouble)
      throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      proxy.then(trouble); // more than the tries: the JDK's client has its own where nothing came
    }
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThatThrownBy(pull::next).isInstanceOf(OfflineException.class);
      assertThat(pull.next()).isEmpty();
    }
    assertThat(backend.orElseThrow().connectivity().isConnected()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void troubleThatLasts_doesNotEndALivePull(String what, Answer trouble)
      throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      proxy.then(trouble);
    }
    proxy.then(events(page(1, 1), DONE)).then(trouble).then(events(page(2, 2), DONE));
    try (Pull pull = pull(PullMode.LIVE)) {
      assertThat(firstNumbers(pull, 2)).containsExactly(1L, 2L);
    }
  }

  static Stream<Arguments> wrongAnswers() {
    return Stream.of(
        Arguments.of(
            "a page of a portal",
            status(200, "text/html", "<p>log in</p>"),
            SyncProtocolException.class,
            "text/html"),
        Arguments.of(
            "JSON that is no batch", status(200, "{}"), SyncProtocolException.class, "records"),
        Arguments.of(
            "no JSON, though it says so", status(200, "{"), SyncProtocolException.class, "JSON"),
        Arguments.of(
            "text", status(200, "text/plain", "hello"), SyncProtocolException.class, "text"),
        Arguments.of("a redirection", status(302, ""), SyncProtocolException.class, "302"),
        Arguments.of("nothing there", status(404, "{}"), SyncProtocolException.class, "404"),
        Arguments.of("forbidden", status(403, "{}"), UnauthorizedException.class, "403"),
        Arguments.of("replaced", status(410, "{}"), BackendReplacedException.class, "410"),
        Arguments.of(
            "a page that is no JSON",
            events("event: batch\ndata: {\n\n"),
            SyncProtocolException.class,
            "JSON"),
        Arguments.of(
            "records of a wrong type",
            events("event: batch\ndata: {\"records\":1}\n\n"),
            SyncProtocolException.class,
            "records"),
        Arguments.of(
            "a record without a timestamp",
            events("event: batch\ndata: {\"records\":[{\"seq_num\":0,\"body\":\"{}\"}]}\n\n"),
            SyncProtocolException.class,
            "timestamp"),
        Arguments.of("a message", events("data: hello\n\n"), SyncProtocolException.class, "hello"),
        Arguments.of(
            "an endless line",
            events("data: " + "x".repeat(200_000)),
            SyncProtocolException.class,
            "100000"),
        Arguments.of(
            "a record that is no event",
            events(batch(1, record(0, "{}"))),
            SyncProtocolException.class,
            "records[0].body"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongAnswers")
  void wrongAnswer_endsThePullAndSaysWhy(
      String what, Answer answer, Class<? extends SyncException> kind, String says)
      throws InterruptedException {
    proxy.then(answer);
    var config = proxy.config().withMaxPageBytes(100_000);
    try (Pull pull = pull(PullMode.LIVE, Optional.empty(), config)) {
      assertThatThrownBy(pull::next).isInstanceOf(kind).hasMessageContaining(says);
      assertThat(pull.next()).isEmpty();
    }
    proxy.request();
    assertThat(proxy.requestsLeft()).isZero();
  }

  @Test
  void unknownEvents_areIgnored() throws InterruptedException {
    proxy.then(
        events("event: news\ndata: 1\n\n", ": comment\n\n", "retry: 5\n\n", page(1, 1), DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(numbers(pull)).containsExactly(1L);
    }
  }

  @Test
  void expiredCredentials_areRenewedOnce() throws InterruptedException {
    proxy.then(status(401, "{}")).then(events(page(1, 1), DONE));
    var config =
        proxy.config().withCredentials(renew -> RequestCredentials.bearer(renew ? "new" : "old"));
    try (Pull pull = pull(PullMode.ONCE, Optional.empty(), config)) {
      assertThat(numbers(pull)).containsExactly(1L);
    }
    assertThat(proxy.request().header("authorization")).isEqualTo("Bearer old");
    assertThat(proxy.request().header("authorization")).isEqualTo("Bearer new");
  }

  @Test
  void credentialsThatAreRefusedAnew_endThePull() throws InterruptedException {
    proxy.then(status(401, "{}")).then(status(401, "{}"));
    try (Pull pull = pull(PullMode.LIVE)) {
      assertThatThrownBy(pull::next).isInstanceOf(UnauthorizedException.class);
    }
  }

  @Test
  void foreignRecords_canBePassedOver_andAreNotAskedForAgain() throws InterruptedException {
    proxy
        .then(
            events(
                batch(3, record(0, event(1).json()), record(1, "garbage"), record(2, "{}")), DONE))
        .then(events(page(4, 4), DONE));
    var seen = new AtomicInteger();
    var config =
        proxy.config().withForeignRecords((s2SeqNum, problem) -> seen.incrementAndGet() > 0);
    try (Pull pull = pull(PullMode.LIVE, Optional.empty(), config)) {
      assertThat(firstNumbers(pull, 2)).containsExactly(1L, 4L);
    }
    assertThat(seen).hasValue(2);
    proxy.request();
    assertThat(proxy.request().args().cursor()).isEqualTo(new Cursor.After(2));
  }

  @Test
  void commandsOfS2_areNoEvents() throws InterruptedException {
    String trim =
        "{\"seq_num\":0,\"timestamp\":1,\"headers\":[[\"\",\"trim\"]],\"body\":\"\\u0000\"}";
    proxy.then(events(batch(2, trim, record(1, event(1).json())), DONE));
    try (Pull pull = pull(PullMode.ONCE)) {
      assertThat(numbers(pull)).containsExactly(1L);
    }
  }

  @Test
  void closedPull_returnsFromItsWait() throws InterruptedException {
    proxy.then(events(DONE)).then(proxy.silentAfter(PING));
    Pull pull = pull(PullMode.LIVE);
    assertThat(pull.next().orElseThrow().events()).isEmpty();
    Thread closer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                proxy.request();
                proxy.request();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              pull.close();
            });
    assertThat(pull.next()).isEmpty();
    closer.join();
  }
}
