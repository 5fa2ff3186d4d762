package dev.weir.livestore.proxy;

import static dev.weir.livestore.proxy.Events.chain;
import static dev.weir.livestore.proxy.Events.event;
import static dev.weir.livestore.proxy.Events.push;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventBatch;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.MalformedBatchException;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushCorridorTest {
  private static final BasinName BASIN = new BasinName("livestore");
  private static final PushResult ACCEPTED = new PushResult.Accepted();

  private final FaultyS2 s2 = new FaultyS2(S2Lite.inMemory());
  private final LiveStoreProxy proxy = LiveStoreProxy.over(s2, BASIN, ProxyConfig.defaults());

  @AfterEach
  void close() {
    proxy.close();
    s2.close();
  }

  @Test
  void push_thatExtendsTheHead_isStoredVerbatim() throws Exception {
    var spaced =
        EncodedEvent.parse(
            "{ \"sessionId\":\"s\", \"clientId\":\"c\", \"parentSeqNum\":0,\"seqNum\":1.0, \"name\":\"n\", \"x\": 1e2}");
    assertThat(proxy.push(push("a", spaced))).isEqualTo(ACCEPTED);
    assertThat(bodies("a")).containsExactly(spaced.json());
  }

  @Test
  void push_ofNothing_isAccepted() throws Exception {
    assertThat(proxy.push(push("a"))).isEqualTo(ACCEPTED);
  }

  @Test
  void push_thatLeapsInNumbers_isAccepted() throws Exception {
    assertThat(proxy.push(push("a", event(100, 0, "x"), event(20_000, 100, "y"))))
        .isEqualTo(ACCEPTED);
    assertThat(proxy.push(push("a", event(20_001, "z")))).isEqualTo(ACCEPTED);
    assertThat(bodies("a")).hasSize(3);
  }

  @Test
  void push_behindTheHead_isTurnedAwayWithTheHead() throws Exception {
    proxy.push(push("a", chain(0, 3, "winner")));
    PushResult result = proxy.push(push("a", event(2, "loser")));
    assertThat(result)
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(3), new EventSeqNum(1)));
    assertThat(bodies("a")).hasSize(3);
  }

  @Test
  void push_aheadOfTheHead_isTurnedAway() throws Exception {
    PushResult result = proxy.push(push("a", event(5, "early")));
    assertThat(result).isEqualTo(new PushResult.ServerAhead(EventSeqNum.ROOT, new EventSeqNum(4)));
    assertThat(bodies("a")).isEmpty();
  }

  @Test
  void push_repeated_isStoredOnce() throws Exception {
    List<EncodedEvent> events = chain(0, 5, "x");
    proxy.push(push("a", events));
    assertThat(proxy.push(push("a", events))).isEqualTo(ACCEPTED);
    assertThat(bodies("a")).hasSize(5);
  }

  @Test
  void push_repeatedWithOtherWhitespaceAndNumberForms_isStoredOnce() throws Exception {
    proxy.push(push("a", event(1, "x")));
    var again = EncodedEvent.parse(event(1, "x").json().replace(":1,", " : 1.0 ,"));
    assertThat(proxy.push(push("a", again))).isEqualTo(ACCEPTED);
    assertThat(bodies("a")).hasSize(1);
  }

  @Test
  void push_thatBeginsWithWhatIsStored_storesTheRest() throws Exception {
    List<EncodedEvent> events = chain(0, 7, "x");
    proxy.push(push("a", events.subList(0, 4)));
    assertThat(proxy.push(push("a", events.subList(2, 7)))).isEqualTo(ACCEPTED);
    assertThat(bodies("a")).hasSize(7);
  }

  @Test
  void push_thatSharesABeginningAndThenDiffers_isTurnedAwayWhole() throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    PushResult result = proxy.push(push("a", event(2, "x"), event(3, "other"), event(4, "other")));
    assertThat(result)
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(3), new EventSeqNum(2)));
    assertThat(bodies("a")).hasSize(3);
  }

  @Test
  void push_repeatedAfterTheStoreWasForgotten_isStoredOnce() throws Exception {
    List<EncodedEvent> events = chain(0, 300, "x");
    proxy.push(push("a", events));
    try (var other = LiveStoreProxy.over(s2, BASIN, ProxyConfig.defaults())) {
      assertThat(other.push(push("a", events.subList(0, 20)))).isEqualTo(ACCEPTED);
      assertThat(other.push(push("a", events))).isEqualTo(ACCEPTED);
    }
    assertThat(bodies("a")).hasSize(300);
  }

  @Test
  void push_thatIsNoChain_isRefusedWhole() {
    assertThatThrownBy(() -> proxy.push(push("a", event(1, "x"), event(3, "y"))))
        .isInstanceOf(MalformedBatchException.class);
    assertThat(proxyHasStream("a")).isFalse();
  }

  @Test
  void push_ofAnEventOverTheLimit_isRefusedWhole() throws Exception {
    int overhead = event(2, "").json().length();
    EncodedEvent tooLarge = event(2, "x".repeat((1 << 20) - 8 - overhead + 1));
    assertThatThrownBy(() -> proxy.push(push("a", event(1, "x"), tooLarge)))
        .isInstanceOf(EventTooLargeException.class)
        .hasMessageContaining("batch[1] is 1048569 bytes");
    assertThat(proxyHasStream("a")).isFalse();
  }

  @Test
  void push_ofAnEventAtTheLimit_isStoredWithoutMark() throws Exception {
    int overhead = event(2, "").json().length();
    EncodedEvent largest = event(2, "x".repeat((1 << 20) - 8 - overhead));
    assertThat(proxy.push(push("a", event(1, "x"), largest))).isEqualTo(ACCEPTED);
    assertThat(proxy.push(push("a", event(3, "y")))).isEqualTo(ACCEPTED);
    assertThat(records("a").stream().map(Mark::isOn)).containsExactly(true, false, true);
  }

  @Test
  void push_overS2sBatchLimits_isStoredInParts() throws Exception {
    List<EncodedEvent> events = chain(0, 2_500, "x".repeat(800));
    assertThat(proxy.push(push("a", events))).isEqualTo(ACCEPTED);
    assertThat(bodies("a"))
        .containsExactlyElementsOf(events.stream().map(EncodedEvent::json).toList());
  }

  @Test
  void push_whoseSecondPartFails_isCompletedByItsRepeat() throws Exception {
    List<EncodedEvent> events = chain(0, 2_500, "x");
    var appends = new AtomicInteger();
    s2.beforeAppend(() -> {
      if (appends.incrementAndGet() == 2) {
        throw FaultyS2.cut();
      }
    });
    assertThat(proxy.push(push("a", events))).isEqualTo(ACCEPTED);
    assertThat(bodies("a")).hasSize(2_500);
  }

  @Test
  void push_whoseAnswerIsLostInS2_isStoredOnce() throws Exception {
    var appends = new AtomicInteger();
    s2.afterAppend(() -> {
      if (appends.incrementAndGet() == 1) {
        throw FaultyS2.cut();
      }
    });
    assertThat(proxy.push(push("a", chain(0, 3, "x")))).isEqualTo(ACCEPTED);
    assertThat(bodies("a")).hasSize(3);
  }

  @Test
  void push_whileS2IsDown_isRefusedAndLaterAccepted() throws Exception {
    s2.down(true);
    try (var hasty =
        LiveStoreProxy.over(
            s2, BASIN, ProxyConfig.defaults().withPushDeadline(Duration.ofSeconds(3)))) {
      assertThatThrownBy(() -> hasty.push(push("a", event(1, "x"))))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage("S2 did not take a push to store a in time; push again");
      s2.down(false);
      assertThat(hasty.push(push("a", event(1, "x")))).isEqualTo(ACCEPTED);
    }
  }

  /// Told at once, a stock client would come back at once.
  @Test
  void push_thatS2RefusesForAWhile_isStoredOnceItDoesNot() throws Exception {
    var refusals = new AtomicInteger(3);
    s2.beforeAppend(() -> {
      if (refusals.getAndDecrement() > 0) {
        throw new RequestRejectedException(ErrorCode.PERMISSION_DENIED, "the token was revoked");
      }
    });
    assertThat(proxy.push(push("a", event(1, "x")))).isEqualTo(ACCEPTED);
    assertThat(bodies("a")).hasSize(1);
  }

  @Test
  void push_behindAnotherProxy_seesWhatThatOneStored() throws Exception {
    try (var other = LiveStoreProxy.over(s2, BASIN, ProxyConfig.defaults())) {
      proxy.push(push("a", event(1, "x")));
      assertThat(other.push(push("a", event(2, "y")))).isEqualTo(ACCEPTED);
      assertThat(proxy.push(push("a", event(3, "z")))).isEqualTo(ACCEPTED);
      assertThat(other.push(push("a", event(3, "late"))))
          .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(3), new EventSeqNum(2)));
    }
    assertThat(bodies("a")).hasSize(3);
  }

  @Test
  void push_ontoWhatAnUnconditionalProxyLeftBehind_extendsTheCanonicalChain() throws Exception {
    createStream("a");
    foreign("a", event(1, "first").json(), event(1, "loser").json(), "no event", "");
    foreign("a", event(2, "second").json(), event(2, "second").json(), event(9, 7, "stray").json());
    stream("a").append(AppendInput.of(new Command.Fence(FencingToken.NONE).toRecord()));
    assertThat(proxy.push(push("a", event(2, "mine"))))
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(2), new EventSeqNum(1)));
    assertThat(proxy.push(push("a", event(2, "second"), event(3, "third")))).isEqualTo(ACCEPTED);
    assertThat(records("a").getLast().body().utf8()).isEqualTo(event(3, "third").json());
  }

  @Test
  void push_toAStreamWithLimitedRetention_raisesIt() throws Exception {
    createStream("a");
    assertThat(retention("a")).isInstanceOf(RetentionPolicy.Age.class);
    proxy.push(push("a", event(1, "x")));
    assertThat(retention("a")).isEqualTo(new RetentionPolicy.Infinite());
  }

  @Test
  void push_toANewStore_createsItsStreamWithInfiniteRetention() throws Exception {
    proxy.push(push("a", event(1, "x")));
    assertThat(retention("a")).isEqualTo(new RetentionPolicy.Infinite());
  }

  @Test
  void push_afterAReadThatADrainingServerEnded_isDecidedByTheNext() throws Exception {
    proxy.push(push("a", event(1, "x")));
    try (var other = LiveStoreProxy.over(s2, BASIN, ProxyConfig.defaults())) {
      s2.endNextRead();
      assertThat(other.push(push("a", event(2, "y")))).isEqualTo(ACCEPTED);
    }
  }

  @Test
  void push_toAStreamFencedByAnother_passesTheFence() throws Exception {
    proxy.push(push("a", event(1, "x")));
    stream("a").append(AppendInput.of(new Command.Fence(new FencingToken("theirs")).toRecord()));
    assertThat(proxy.push(push("a", event(2, "y")))).isEqualTo(ACCEPTED);
  }

  @Test
  void push_ofAProxyThatMissedATrim_isNotAckedOnAStaleHead() throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    try (var other = LiveStoreProxy.over(s2, BASIN, ProxyConfig.defaults())) {
      other.push(push("a", chain(3, 497, "x")));
      stream("a").append(AppendInput.of(new Command.Trim(300).toRecord()));
      assertThat(proxy.push(push("a", event(4, "late"))))
          .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(500), new EventSeqNum(3)));
      assertThat(proxy.push(push("a", event(501, "next")))).isEqualTo(ACCEPTED);
      assertThat(other.push(push("a", event(502, "next")))).isEqualTo(ACCEPTED);
    }
  }

  @Test
  void push_afterAReadThatEndedEarly_isNotAckedOnAStaleHead() throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    var brief = ProxyConfig.defaults().withPushDeadline(Duration.ofSeconds(3));
    try (var other = LiveStoreProxy.over(s2, BASIN, brief)) {
      other.push(push("a", chain(0, 3, "x")));
      proxy.push(push("a", event(4, "winner")));
      s2.endReads(true);
      assertThatThrownBy(() -> other.push(push("a", event(4, "loser"))))
          .isInstanceOf(StoreUnavailableException.class);
      s2.endReads(false);
      assertThat(other.push(push("a", event(4, "loser"))))
          .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(4), new EventSeqNum(3)));
    }
  }

  @Test
  void push_whoseConditionFailsBeforeS2GoesDown_isUnavailable() throws Exception {
    var brief = ProxyConfig.defaults().withPushDeadline(Duration.ofSeconds(3));
    try (var hasty = LiveStoreProxy.over(s2, BASIN, brief)) {
      hasty.push(push("a", event(1, "x")));
      var first = new AtomicInteger();
      s2.beforeAppend(() -> {
        if (first.incrementAndGet() == 1) {
          stream("a").append(AppendInput.of(AppendRecord.of("junk")));
          s2.down(true);
        }
      });
      assertThatThrownBy(() -> hasty.push(push("a", event(2, "y"))))
          .isInstanceOf(StoreUnavailableException.class);
      s2.down(false);
      assertThat(hasty.push(push("a", event(2, "y")))).isEqualTo(ACCEPTED);
    }
  }

  @Test
  void push_whileS2HangsAndPullsWait_isGivenUpInTime() throws Exception {
    s2.hang();
    var brief = ProxyConfig.defaults().withPushDeadline(Duration.ofMillis(100));
    try (var hasty = LiveStoreProxy.over(s2, BASIN, brief);
        var one = RecordedPull.live(hasty, "a", new Cursor.FromStart());
        var two = RecordedPull.live(hasty, "a", new Cursor.FromStart())) {
      assertThatThrownBy(() -> hasty.push(push("a", event(1, "x"))))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(s2.calls()).as("calls that wait for S2").isEqualTo(1);
      s2.answer();
      assertThat(one.isQuiet() && two.isQuiet()).isTrue();
    }
  }

  @Test
  void push_ofWhatWasTrimmed_isTurnedAway() throws Exception {
    for (int i = 0; i < 12_000; i += 1_000) {
      proxy.push(push("a", chain(i, 1_000, "x")));
    }
    stream("a").append(AppendInput.of(new Command.Trim(11_500).toRecord()));
    assertThat(proxy.push(push("a", event(7, "x"))))
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(12_000), new EventSeqNum(6)));
  }

  @Test
  void push_ofAClientFarBehind_isTurnedAwayWithoutReadingTheStore() throws Exception {
    for (int i = 0; i < 20_000; i += 1_000) {
      proxy.push(push("a", chain(i, 1_000, "x")));
    }
    long before = s2.recordsRead();
    assertThat(proxy.push(push("a", event(101, 100, "mine"))))
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(20_000), new EventSeqNum(100)));
    assertThat(s2.recordsRead() - before).isLessThan(5_000);
  }

  @Test
  void push_afterTheStreamWasDeleted_beginsTheStoreAnew() throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    s2.basin(BASIN).deleteStream(new StreamName("a"));
    assertThat(proxy.push(push("a", event(4, "y"))))
        .isEqualTo(new PushResult.ServerAhead(EventSeqNum.ROOT, new EventSeqNum(3)));
    assertThat(proxy.push(push("a", event(1, "z")))).isEqualTo(ACCEPTED);
  }

  @Test
  void push_behindAHeadThatIsKnown_isTurnedAwayWithoutAskingS2() throws Exception {
    proxy.push(push("a", chain(0, 3, "winner")));
    int before = s2.calls();
    assertThat(proxy.push(push("a", event(2, "loser"))))
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(3), new EventSeqNum(1)));
    assertThat(s2.calls()).isEqualTo(before);
  }

  @Test
  void push_afterTheStreamWasMadeAnewAndIsAsLongAsBefore_isDecidedOnTheNewOne() throws Exception {
    proxy.push(push("a", chain(0, 3, "old")));
    makeAnew("a", 0, 10, 20, 30);
    try (var pull = RecordedPull.once(proxy, "a", new Cursor.FromStart())) {
      assertThat(pull.pages().getFirst().events()).hasSize(3);
    }
    assertThat(proxy.push(push("a", event(4, 3, "stale"))))
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(30), new EventSeqNum(3)));
    assertThat(proxy.push(push("a", event(31, 30, "next")))).isEqualTo(ACCEPTED);
  }

  @Test
  void push_afterTheStreamWasMadeAnewAndIsLongerThanBefore_isDecidedOnTheNewOne() throws Exception {
    proxy.push(push("a", chain(0, 3, "old")));
    makeAnew("a", 0, 10, 20, 3, 4);
    assertThat(proxy.push(push("a", event(4, 3, "stale"))))
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(20), new EventSeqNum(3)));
    assertThat(proxy.push(push("a", event(21, 20, "next")))).isEqualTo(ACCEPTED);
  }

  @Test
  void push_toALogThatNothingConfirmedLately_asksForTheTailFirst() throws Exception {
    var stream =
        new StoreStream(
            s2, BASIN, new StreamName("a"), StreamOwner.NAMESAKE, ProxyTelemetry.none());
    var corridor = new PushCorridor(ProxyConfig.defaults(), Duration.ZERO, new CountDownLatch(1));
    try (var store = new Store("a", stream, ProxyListener.NONE)) {
      corridor.push(store, EventBatch.of(chain(0, 3, "old")));
      makeAnew("a", 0, 10, 20, 30);
      assertThat(corridor.push(store, EventBatch.of(List.of(event(4, 3, "stale")))).result())
          .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(30), new EventSeqNum(3)));
    }
    assertThat(records("a")).hasSize(3);
  }

  @Test
  void push_throughAQuietStore_costsOneRequest() throws Exception {
    proxy.push(push("a", event(1, "x")));
    int before = s2.calls();
    for (int n = 2; n <= 41; n++) {
      proxy.push(push("a", event(n, "x")));
    }
    assertThat(s2.calls() - before).isEqualTo(40);
  }

  /// Deletes the stream and writes one record for each two numbers that follow one another: an
  /// event with the first as its parent.
  private void makeAnew(String storeId, long... numbers) {
    s2.basin(BASIN).deleteStream(new StreamName(storeId));
    s2.basin(BASIN).createStream(new StreamName(storeId), StreamConfig.UNSET);
    for (int i = 1; i < numbers.length; i++) {
      foreign(storeId, event(numbers[i], numbers[i - 1], "new").json());
    }
  }

  @Test
  void push_withoutAStoreId_orWithAnEndlessOne_isRefused() {
    assertThatThrownBy(() -> proxy.push(push("", event(1, "x"))))
        .isInstanceOf(InvalidStoreIdException.class);
    assertThatThrownBy(() -> proxy.push(push("x".repeat(10_000), event(1, "x"))))
        .isInstanceOf(InvalidStoreIdException.class)
        .hasMessageContaining("10000 characters");
  }

  private S2Stream stream(String storeId) {
    return s2.basin(BASIN).stream(new StreamName(storeId));
  }

  private void createStream(String storeId) {
    s2.createBasin(BASIN, BasinConfig.DEFAULT);
    s2.basin(BASIN).createStream(new StreamName(storeId), StreamConfig.UNSET);
  }

  private void foreign(String storeId, String... bodies) {
    stream(storeId).append(AppendInput.of(List.of(bodies).stream().map(AppendRecord::of).toList()));
  }

  private RetentionPolicy retention(String storeId) {
    return s2.basin(BASIN).streamConfig(new StreamName(storeId)).retentionPolicy().orElseThrow();
  }

  private boolean proxyHasStream(String storeId) {
    try {
      stream(storeId).checkTail();
      return true;
    } catch (RequestRejectedException e) {
      return false;
    }
  }

  private List<SequencedRecord> records(String storeId) {
    var records = new ArrayList<SequencedRecord>();
    long tail = stream(storeId).checkTail().seqNum();
    while (records.size() < tail) {
      records.addAll(stream(storeId).read(ReadRequest.fromSeqNum(records.size())).records());
    }
    return records;
  }

  private List<String> bodies(String storeId) {
    return records(storeId).stream().map(record -> record.body().utf8()).toList();
  }
}
