package dev.weir.livestore.proxy;

import static dev.weir.livestore.proxy.Events.chain;
import static dev.weir.livestore.proxy.Events.event;
import static dev.weir.livestore.proxy.Events.push;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PullArgs;
import dev.weir.livestore.syncs2.PulledPage;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.Timestamping;
import dev.weir.s2.lite.S2Lite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PullCorridorTest {
  private static final BasinName BASIN = new BasinName("livestore");
  private static final Cursor FROM_START = new Cursor.FromStart();
  private static final ProxyConfig QUICK_PINGS =
      ProxyConfig.defaults()
          .withPingInterval(Duration.ofMillis(20))
          .withLiveHold(Duration.ofMinutes(5));

  private final FaultyS2 s2 = new FaultyS2(S2Lite.inMemory());
  private final LiveStoreProxy proxy = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS);

  @AfterEach
  void close() {
    proxy.close();
    s2.close();
  }

  @Test
  void once_fromAnEmptyStore_isDoneAtOnce() throws Exception {
    try (var pull = RecordedPull.once(proxy, "a", FROM_START)) {
      assertThat(pull.pages()).isEmpty();
    }
  }

  @Test
  void once_fromTheStart_deliversEverythingInOnePage() throws Exception {
    List<EncodedEvent> events = chain(0, 20, "x");
    proxy.push(push("a", events));
    try (var pull = RecordedPull.once(proxy, "a", FROM_START)) {
      List<PulledPage> pages = pull.pages();
      assertThat(pages).hasSize(1);
      assertThat(events(pages.getFirst())).isEqualTo(events);
      assertThat(pages.getFirst().pageInfo()).isEqualTo(new PageInfo.NoMore());
    }
  }

  @Test
  void once_fromACursor_deliversWhatFollows() throws Exception {
    List<EncodedEvent> events = chain(0, 20, "x");
    proxy.push(push("a", events));
    try (var pull = RecordedPull.once(proxy, "a", new Cursor.After(11))) {
      assertThat(events(pull.pages().getFirst())).isEqualTo(events.subList(12, 20));
    }
  }

  @Test
  void once_fromTheLastEvent_isDoneAtOnce() throws Exception {
    proxy.push(push("a", chain(0, 20, "x")));
    try (var pull = RecordedPull.once(proxy, "a", new Cursor.After(19))) {
      assertThat(pull.next()).isEqualTo(RecordedPull.DONE);
    }
  }

  @Test
  void once_ofALongHistory_comesInPagesThatTellWhatRemains() throws Exception {
    List<EncodedEvent> events = chain(0, 12_000, "x".repeat(1_500));
    for (int i = 0; i < events.size(); i += 500) {
      proxy.push(push("a", events.subList(i, i + 500)));
    }
    try (var pull = RecordedPull.once(proxy, "a", FROM_START)) {
      List<PulledPage> pages = pull.pages();
      assertThat(pages).hasSizeGreaterThan(1);
      assertThat(pages.stream().flatMap(page -> events(page).stream()).toList()).isEqualTo(events);
      assertThat(pages.getLast().pageInfo()).isEqualTo(new PageInfo.NoMore());
      long first = pages.getFirst().events().size();
      assertThat(pages.getFirst().pageInfo()).isEqualTo(new PageInfo.MoreKnown(12_000 - first));
    }
  }

  @Test
  void once_seesWhatAnotherProxyStored() throws Exception {
    try (var first = RecordedPull.once(proxy, "a", FROM_START);
        var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS)) {
      assertThat(first.pages()).isEmpty();
      other.push(push("a", event(1, "x")));
    }
    try (var pull = RecordedPull.once(proxy, "a", FROM_START)) {
      assertThat(events(pull.nextPage())).containsExactly(event(1, "x"));
    }
  }

  @Test
  void once_deliversTheCanonicalChainAlone() throws Exception {
    createStream("a");
    foreign(
        "a",
        event(1, "first").json(),
        event(1, "loser").json(),
        "no event",
        "",
        event(2, 0, "fork").json());
    foreign("a", event(2, "second").json(), event(2, "second").json());
    stream("a").append(AppendInput.of(new Command.Fence(new FencingToken("t")).toRecord()));
    foreign("a", event(3, "third").json());
    foreign("a", "{\"seqNum\":4}", event(3, "again").json());
    try (var pull = RecordedPull.once(proxy, "a", FROM_START)) {
      PulledPage page = pull.nextPage();
      assertThat(events(page))
          .containsExactly(event(1, "first"), event(2, "second"), event(3, "third"));
      assertThat(page.pageInfo()).isEqualTo(new PageInfo.NoMore());
    }
    try (var pull = RecordedPull.once(proxy, "a", new Cursor.After(0))) {
      assertThat(events(pull.nextPage())).containsExactly(event(2, "second"), event(3, "third"));
    }
  }

  @Test
  void live_withEventsWaiting_deliversOnePageAndEnds() throws Exception {
    proxy.push(push("a", chain(0, 1_500, "x")));
    try (var pull = RecordedPull.live(proxy, "a", FROM_START)) {
      List<PulledPage> pages = pull.pages();
      assertThat(pages).hasSize(1);
      assertThat(pages.getFirst().events()).hasSize(1_000);
      assertThat(pages.getFirst().pageInfo()).isEqualTo(new PageInfo.MoreKnown(500));
    }
    try (var pull = RecordedPull.live(proxy, "a", new Cursor.After(999))) {
      PulledPage rest = pull.nextPage();
      assertThat(rest.events()).hasSize(500);
      assertThat(rest.pageInfo()).isEqualTo(new PageInfo.NoMore());
    }
  }

  @Test
  void live_withNothingWaiting_isHeldWithPingsUntilAPushComes() throws Exception {
    proxy.push(push("a", event(1, "x")));
    try (var pull = RecordedPull.live(proxy, "a", new Cursor.After(0))) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      proxy.push(push("a", event(2, "y")));
      assertThat(events(pull.nextPage())).containsExactly(event(2, "y"));
      assertThat(pull.next()).isEqualTo(RecordedPull.DONE);
    }
  }

  @Test
  void live_byManyOfOneStore_sharesOneSessionAndTheBytesOfOnePage() throws Exception {
    int clients = 500;
    proxy.push(push("a", event(1, "x")));
    var pages = new LinkedBlockingQueue<byte[]>();
    for (int i = 0; i < clients; i++) {
      Thread.ofVirtual().start(() -> pullInto(pages));
    }
    try (var last = RecordedPull.live(proxy, "a", new Cursor.After(0))) {
      assertThat(last.next()).isEqualTo(RecordedPull.PING);
      try (var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS)) {
        other.push(push("a", event(2, "y"))); // so that only the session tells of it
      }
      var distinct = Collections.newSetFromMap(new IdentityHashMap<byte[], Boolean>());
      for (int i = 0; i < clients; i++) {
        distinct.add(Objects.requireNonNull(pages.poll(20, TimeUnit.SECONDS)));
      }
      assertThat(distinct).hasSize(1);
      assertThat(last.nextPage().events()).hasSize(1);
      assertThat(s2.openSessions()).isEqualTo(1);
    }
  }

  private void pullInto(BlockingQueue<byte[]> pages) {
    PullSink sink =
        new PullSink() {
          @Override
          public void send(byte[] ping) {}

          @Override
          public void sendLast(List<byte[]> page, byte[] end) {
            pages.add(page.getFirst());
          }
        };
    try {
      proxy.pull(new PullArgs("a", new Cursor.After(0), true, Optional.empty()), sink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void live_learnsOfWhatAnotherProxyStores() throws Exception {
    try (var pull = RecordedPull.live(proxy, "a", FROM_START);
        var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS)) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      other.push(push("a", event(1, "x")));
      assertThat(events(pull.nextPage())).containsExactly(event(1, "x"));
    }
  }

  @Test
  void live_isSentNothingForRecordsThatAreNotCanonical() throws Exception {
    proxy.push(push("a", event(1, "x")));
    try (var pull = RecordedPull.live(proxy, "a", new Cursor.After(0))) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      foreign("a", "junk", event(1, "again").json());
      proxy.push(push("a", event(2, "y")));
      PulledPage page = pull.nextPage();
      assertThat(events(page)).containsExactly(event(2, "y"));
      assertThat(page.events().getFirst().metadata().s2SeqNum()).isEqualTo(3);
    }
  }

  @Test
  void live_withNothingForLong_endsCleanly() throws Exception {
    var brief = QUICK_PINGS.withLiveHold(Duration.ofMillis(80));
    try (var hasty = LiveStoreProxy.over(s2, BASIN, brief);
        var pull = RecordedPull.live(hasty, "a", FROM_START)) {
      assertThat(pull.nextButPing()).isEqualTo(RecordedPull.DONE);
    }
  }

  @Test
  void live_whenTheProxyCloses_endsCleanly() throws Exception {
    try (var pull = RecordedPull.live(proxy, "a", FROM_START)) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      proxy.close();
      assertThat(pull.nextButPing()).isEqualTo(RecordedPull.DONE);
    }
  }

  @Test
  void follow_asEventsCome_carriesPageAfterPageInOneResponse() throws Exception {
    try (var pull = RecordedPull.follow(proxy, "a", FROM_START)) {
      for (int i = 1; i <= 20; i++) {
        proxy.push(push("a", event(i, "x")));
        PulledPage page = pull.nextPage();
        assertThat(events(page)).containsExactly(event(i, "x"));
        assertThat(page.pageInfo()).isEqualTo(new PageInfo.NoMore());
      }
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      proxy.close();
      assertThat(pull.nextButPing()).isEqualTo(RecordedPull.DONE);
    }
  }

  @Test
  void follow_fromFarBack_carriesWhatWasMissedAndGoesOn() throws Exception {
    List<EncodedEvent> events = chain(0, 2_500, "x");
    proxy.push(push("a", events));
    try (var pull = RecordedPull.follow(proxy, "a", new Cursor.After(99))) {
      PulledPage first = pull.nextPage();
      PulledPage second = pull.nextPage();
      PulledPage third = pull.nextPage();
      assertThat(events(first)).isEqualTo(events.subList(100, 1_100));
      assertThat(first.pageInfo()).isEqualTo(new PageInfo.MoreKnown(1_400));
      assertThat(events(second)).isEqualTo(events.subList(1_100, 2_100));
      assertThat(events(third)).isEqualTo(events.subList(2_100, 2_500));
      proxy.push(push("a", event(2_501, "y")));
      assertThat(events(pull.nextPage())).containsExactly(event(2_501, "y"));
    }
  }

  @Test
  void follow_withNothingForLong_endsCleanly() throws Exception {
    try (var hasty = hasty(new LiveBounds(Duration.ofMillis(80), 1 << 20));
        var pull = RecordedPull.follow(hasty, "a", FROM_START)) {
      assertThat(pull.pages()).isEmpty();
    }
  }

  @Test
  void follow_whileEventsKeepComing_stillEndsInTimeAndCleanly() throws Exception {
    try (var hasty = hasty(new LiveBounds(Duration.ofMillis(80), 1 << 20));
        var pull = RecordedPull.follow(hasty, "a", FROM_START)) {
      String message = RecordedPull.PING;
      for (int i = 1; !message.equals(RecordedPull.DONE); i++) {
        proxy.push(push("a", event(i, "x")));
        message = pull.nextButPing();
      }
    }
  }

  @Test
  void follow_thatHasCarriedItsBytes_endsCleanly() throws Exception {
    proxy.push(push("a", event(1, "x")));
    try (var terse = hasty(new LiveBounds(Duration.ofMinutes(5), 300));
        var pull = RecordedPull.follow(terse, "a", FROM_START)) {
      assertThat(events(pull.nextPage())).containsExactly(event(1, "x"));
      proxy.push(push("a", event(2, "y".repeat(200))));
      assertThat(events(pull.nextPage())).hasSize(1);
      assertThat(pull.nextButPing()).isEqualTo(RecordedPull.DONE);
    }
  }

  @Test
  void follow_whileS2IsDown_isHeldAndGoesOn() throws Exception {
    try (var pull = RecordedPull.follow(proxy, "a", FROM_START);
        var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS)) {
      proxy.push(push("a", event(1, "x")));
      assertThat(events(pull.nextPage())).containsExactly(event(1, "x"));
      s2.down(true);
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      s2.down(false);
      other.push(push("a", event(2, "y")));
      assertThat(events(pull.nextPage())).containsExactly(event(2, "y"));
    }
  }

  /// More than memory holds comes while it reads nothing.
  @Test
  void follow_byASlowReader_catchesUpInLargePagesAndDelaysNobody() throws Exception {
    var reading = new CountDownLatch(1);
    try (var slow = RecordedPull.follow(proxy, "a", FROM_START, reading::await);
        var quick = RecordedPull.follow(proxy, "a", FROM_START)) {
      List<EncodedEvent> events = chain(0, 3_000, "x");
      for (int i = 0; i < events.size(); i += 100) {
        proxy.push(push("a", events.subList(i, i + 100)));
        assertThat(events(quick.nextPage())).isEqualTo(events.subList(i, i + 100));
      }
      assertThat(slow.isQuiet()).isTrue();

      reading.countDown();
      var caughtUp = new ArrayList<EncodedEvent>();
      int pages = 0;
      for (; caughtUp.size() < events.size(); pages++) {
        caughtUp.addAll(events(slow.nextPage()));
      }
      assertThat(caughtUp).isEqualTo(events);
      assertThat(pages).isLessThanOrEqualTo(5);
      proxy.push(push("a", event(3_001, "y")));
      assertThat(events(slow.nextPage())).containsExactly(event(3_001, "y"));
    }
  }

  private LiveStoreProxy hasty(LiveBounds bounds) {
    return LiveStoreProxy.over(s2, BASIN, QUICK_PINGS.withLongLive(bounds));
  }

  @Test
  void pull_beyondTheTail_isHeldWithPingsAndNeverAnswered() throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    for (long cursor : List.of(3L, 4L, 1_000_000L)) {
      try (var live = RecordedPull.live(proxy, "a", new Cursor.After(cursor));
          var once = RecordedPull.once(proxy, "a", new Cursor.After(cursor))) {
        for (int i = 0; i < 3; i++) {
          assertThat(live.next()).isEqualTo(RecordedPull.PING);
          assertThat(once.next()).isEqualTo(RecordedPull.PING);
        }
      }
    }
  }

  /// Each of them would hold 4 of the 48 MiB for pages until its client goes.
  @Test
  void heldPulls_takeNoRoomFromOthers() throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    var held = new ArrayList<RecordedPull>();
    try {
      for (int i = 0; i < 60; i++) {
        held.add(RecordedPull.once(proxy, "a", new Cursor.After(1_000_000)));
      }
      for (RecordedPull pull : held) {
        assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      }
      try (var other = RecordedPull.once(proxy, "a", FROM_START)) {
        assertThat(events(other.nextPage())).hasSize(3);
      }
    } finally {
      held.forEach(RecordedPull::close);
    }
  }

  @Test
  void pull_whileS2IsDown_isHeldAndThenAnswered() throws Exception {
    proxy.push(push("a", event(1, "x")));
    s2.down(true);
    try (var once = RecordedPull.once(proxy, "a", FROM_START);
        var live = RecordedPull.live(proxy, "b", FROM_START)) {
      assertThat(once.next()).isEqualTo(RecordedPull.PING);
      assertThat(live.next()).isEqualTo(RecordedPull.PING);
      s2.down(false);
      assertThat(events(once.nextPage())).containsExactly(event(1, "x"));
      proxy.push(push("b", event(1, "y")));
      assertThat(events(live.nextPage())).containsExactly(event(1, "y"));
    }
  }

  @Test
  void pull_fromTheStartOfAStreamWithoutItsBeginning_isHeldWhileLaterCursorsAreServed()
      throws Exception {
    proxy.push(push("a", chain(0, 2_000, "x")));
    stream("a").append(AppendInput.of(new Command.Trim(500).toRecord()));
    try (var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS);
        var fromStart = RecordedPull.once(other, "a", FROM_START);
        var inside = RecordedPull.once(other, "a", new Cursor.After(1_200))) {
      assertThat(inside.nextPage().events()).hasSize(799);
      assertThat(fromStart.next()).isEqualTo(RecordedPull.PING);
      assertThat(fromStart.next()).isEqualTo(RecordedPull.PING);
    }
  }

  @Test
  void pull_fromTheStart_isAnsweredOnceALostBeginningIsBack() throws Exception {
    List<EncodedEvent> events = chain(0, 3, "x");
    proxy.push(push("a", events));
    stream("a").append(AppendInput.of(new Command.Trim(2).toRecord()));
    try (var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS);
        var pull = RecordedPull.once(other, "a", FROM_START)) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      s2.basin(BASIN).deleteStream(new StreamName("a"));
      createStream("a");
      foreign("a", events.stream().map(EncodedEvent::json).toArray(String[]::new));
      assertThat(events(pull.nextPage())).isEqualTo(events);
    }
  }

  @Test
  void pull_afterTheStreamWasMadeAnew_isHeld() throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    try (var live = RecordedPull.live(proxy, "a", new Cursor.After(2))) {
      assertThat(live.next()).isEqualTo(RecordedPull.PING);
      s2.basin(BASIN).deleteStream(new StreamName("a"));
      proxy.push(push("a", event(1, "y")));
      for (int i = 0; i < 3; i++) {
        assertThat(live.next()).isEqualTo(RecordedPull.PING);
      }
    }
  }

  @Test
  void once_afterTheStreamWasDeleted_isAnsweredFromItsSuccessor() throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    s2.basin(BASIN).deleteStream(new StreamName("a"));
    try (var pull = RecordedPull.once(proxy, "a", FROM_START)) {
      assertThat(pull.nextButPing()).isEqualTo(RecordedPull.DONE);
    }
  }

  @Test
  void once_fromTheStartOfAStreamMadeAnew_isAnswered() throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    s2.basin(BASIN).deleteStream(new StreamName("a"));
    try (var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS)) {
      other.push(push("a", event(1, "new")));
    }
    try (var pull = RecordedPull.once(proxy, "a", FROM_START)) {
      assertThat(events(pull.nextPage())).containsExactly(event(1, "new"));
    }
  }

  @Test
  void once_cutByTheProxysCloseAfterAPage_endsCleanly() throws Exception {
    List<EncodedEvent> events = chain(0, 8_000, "x".repeat(1_500));
    for (int i = 0; i < events.size(); i += 500) {
      proxy.push(push("a", events.subList(i, i + 500)));
    }
    try (var pull = RecordedPull.onceThen(proxy, "a", FROM_START, () -> s2.down(true))) {
      assertThat(pull.nextButPing()).startsWith("event: batch"); // slow machines ping first
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      proxy.close();
      assertThat(pull.nextButPing()).isEqualTo(RecordedPull.DONE);
    }
  }

  @Test
  void pulls_whileS2Hangs_areAllPinged() throws Exception {
    s2.hang();
    var pulls = new ArrayList<RecordedPull>();
    for (int i = 0; i < 20; i++) {
      pulls.add(RecordedPull.live(proxy, "a", FROM_START));
      pulls.add(RecordedPull.once(proxy, "a", FROM_START));
    }
    for (RecordedPull pull : pulls) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
    }
    assertThat(s2.calls()).as("calls that wait for S2").isEqualTo(1);
    s2.answer();
    proxy.push(push("a", event(1, "x")));
    for (RecordedPull pull : pulls) {
      pull.nextButPing();
      pull.close();
    }
  }

  @Test
  void live_whileItsFollowerHearsNothing_getsWhatARefusedPushFound() throws Exception {
    var deaf = new CountDownLatch(1);
    s2.beforeCall(() -> {
      if (Thread.currentThread().getName().startsWith("weir-follow")) {
        awaitQuietly(deaf);
      }
    });
    try (var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS)) {
      proxy.push(push("a", event(1, "x")));
      try (var pull = RecordedPull.live(proxy, "a", new Cursor.After(0))) {
        assertThat(pull.next()).isEqualTo(RecordedPull.PING);
        other.push(push("a", event(2, "winner")));
        PushResult refused = proxy.push(push("a", event(2, "loser")));
        assertThat(refused).isInstanceOf(PushResult.ServerAhead.class);
        assertThat(events(pull.nextPage())).containsExactly(event(2, "winner"));
      }
    } finally {
      deaf.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedCallException("S2", e);
    }
  }

  @Test
  void live_afterItsFollowerDied_stillLearnsOfOtherProxies() throws Exception {
    proxy.push(push("a", event(1, "x")));
    s2.failNextRead(new IllegalStateException("unexpected"));
    try (var pull = RecordedPull.live(proxy, "a", new Cursor.After(0));
        var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS)) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      other.push(push("a", event(2, "y")));
      assertThat(events(pull.nextPage())).containsExactly(event(2, "y"));
    }
  }

  @Test
  void live_afterItsSessionsEnded_stillLearnsOfOtherProxies() throws Exception {
    proxy.push(push("a", event(1, "x")));
    s2.endReads(true);
    try (var pull = RecordedPull.live(proxy, "a", new Cursor.After(0));
        var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS)) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      s2.endReads(false);
      other.push(push("a", event(2, "y")));
      assertThat(events(pull.nextPage())).containsExactly(event(2, "y"));
    }
  }

  @Test
  void live_whereTheStreamWasTrimmedPastItsCursor_isHeld() throws Exception {
    proxy.push(push("a", chain(0, 2_000, "x")));
    try (var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS)) {
      other.push(push("a", event(2_001, "y")));
      stream("a").append(AppendInput.of(new Command.Trim(1_500).toRecord()));
      try (var pull = RecordedPull.live(other, "a", new Cursor.After(9))) {
        for (int i = 0; i < 3; i++) {
          assertThat(pull.next()).isEqualTo(RecordedPull.PING);
        }
      }
    }
  }

  @Test
  void page_withATimestampThatJavaScriptRefuses_isSentWithTheGreatestItTakes() throws Exception {
    var uncapped =
        new StreamConfig(
            Optional.empty(),
            Optional.empty(),
            new Timestamping(Optional.empty(), Optional.of(true)),
            OptionalLong.empty());
    s2.createBasin(BASIN, BasinConfig.DEFAULT);
    s2.basin(BASIN).createStream(new StreamName("a"), uncapped);
    var foreign = AppendRecord.of(event(1, "x").json()).withTimestamp(-1);
    stream("a").append(AppendInput.of(foreign));
    try (var pull = RecordedPull.once(proxy, "a", FROM_START)) {
      assertThat(pull.nextPage().events().getFirst().timestamp()).isEqualTo((1L << 53) - 1);
    }
  }

  /// A clock that stands still until a test moves it.
  private final AtomicLong nanos = new AtomicLong();

  private final Deadline credentialsEnd = new Deadline(nanos::get, Duration.ofMinutes(1));

  private void endCredentials() {
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
  }

  private static PullArgs args(Cursor cursor, boolean live) {
    return new PullArgs("a", cursor, live, Optional.empty());
  }

  static Stream<Cursor> heldCursors() {
    return Stream.of(FROM_START, new Cursor.After(1_000_000));
  }

  @ParameterizedTest
  @MethodSource("heldCursors")
  @Timeout(60)
  void pull_thatIsHeld_endsWithItsCredentials(Cursor cursor) throws Exception {
    proxy.push(push("a", chain(0, 3, "x")));
    s2.down(cursor.equals(FROM_START));
    try (var other = LiveStoreProxy.over(s2, BASIN, QUICK_PINGS);
        var live = RecordedPull.until(credentialsEnd, other, args(cursor, true));
        var once = RecordedPull.until(credentialsEnd, other, args(cursor, false))) {
      assertThat(live.next()).isEqualTo(RecordedPull.PING);
      assertThat(once.next()).isEqualTo(RecordedPull.PING);
      endCredentials();
      assertThat(live.nextButPing()).isEqualTo(RecordedPull.DONE);
      assertThat(once.nextButPing()).isEqualTo("interrupted");
    }
  }

  @Test
  @Timeout(60)
  void pull_whileS2Hangs_endsWithItsCredentials() throws Exception {
    s2.hang();
    try (var live = RecordedPull.until(credentialsEnd, proxy, args(FROM_START, true));
        var once = RecordedPull.until(credentialsEnd, proxy, args(FROM_START, false))) {
      assertThat(live.next()).isEqualTo(RecordedPull.PING);
      assertThat(once.next()).isEqualTo(RecordedPull.PING);
      endCredentials();
      assertThat(live.nextButPing()).isEqualTo(RecordedPull.DONE);
      assertThat(once.nextButPing()).isEqualTo("interrupted");
    } finally {
      s2.answer();
    }
  }

  @Test
  @Timeout(60)
  void live_whileNothingComes_endsWithItsCredentials() throws Exception {
    try (var pull = RecordedPull.until(credentialsEnd, proxy, args(FROM_START, true))) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      endCredentials();
      assertThat(pull.nextButPing()).isEqualTo(RecordedPull.DONE);
    }
  }

  /// As where a client is slow to read.
  @Test
  void follow_whoseCredentialsEndWithAPage_carriesNoOther() throws Exception {
    proxy.push(push("a", chain(0, 2_500, "x")));
    var sent = new ArrayList<String>();
    proxy.follow(args(FROM_START, true), sinkThatEndsCredentials(sent), credentialsEnd);
    assertThat(sent).hasSize(2).last().isEqualTo(RecordedPull.DONE);
    assertThat(RecordedPull.page(sent.getFirst()).events()).hasSize(1_000);
  }

  @Test
  void once_whoseCredentialsEndWithAPage_carriesNoOtherAndEndsCleanly() throws Exception {
    List<EncodedEvent> events = chain(0, 5_000, "x".repeat(1_500));
    for (int i = 0; i < events.size(); i += 500) {
      proxy.push(push("a", events.subList(i, i + 500)));
    }
    var sent = new ArrayList<String>();
    proxy.pull(args(FROM_START, false), sinkThatEndsCredentials(sent), credentialsEnd);
    assertThat(sent).hasSize(2).last().isEqualTo(RecordedPull.DONE);
    assertThat(RecordedPull.page(sent.getFirst()).pageInfo())
        .isInstanceOf(PageInfo.MoreKnown.class);
  }

  private PullSink sinkThatEndsCredentials(List<String> sent) {
    return bytes -> {
      var message = new String(bytes, StandardCharsets.UTF_8);
      if (!message.equals(RecordedPull.PING)) {
        sent.add(message);
        endCredentials();
      }
    };
  }

  @Test
  void pull_whoseCredentialsEndBeforeItsTurn_isNotServed() throws Exception {
    var sent = new ArrayList<String>();
    LiveStoreProxy.PullTurn late =
        time -> {
          endCredentials();
          return true;
        };
    PullSink sink = sinkThatEndsCredentials(sent);
    assertThat(proxy.hold(args(FROM_START, true), late, sink, credentialsEnd)).isFalse();
    assertThat(sent).containsExactly(RecordedPull.DONE);
    assertThatThrownBy(() -> proxy.hold(args(FROM_START, false), late, sink, credentialsEnd))
        .isInstanceOf(InterruptedException.class);
    assertThat(sent).hasSize(1);
  }

  @Test
  void close_leavesNoSessionAndAnswersNoPull() throws Exception {
    proxy.push(push("a", event(1, "x")));
    try (var pull = RecordedPull.live(proxy, "a", new Cursor.After(0))) {
      assertThat(pull.next()).isEqualTo(RecordedPull.PING);
      proxy.close();
      assertThat(pull.nextButPing()).isEqualTo(RecordedPull.DONE);
    }
    assertThat(s2.openSessions()).isZero();
    try (var late = RecordedPull.live(proxy, "a", new Cursor.After(0))) {
      assertThat(late.next()).isEqualTo("interrupted");
    }
    assertThat(s2.openSessions()).isZero();
  }

  private static List<EncodedEvent> events(PulledPage page) {
    return page.events().stream().map(PulledPage.PulledEvent::event).toList();
  }

  private S2Stream stream(String storeId) {
    return s2.basin(BASIN).stream(new StreamName(storeId));
  }

  private void createStream(String storeId) {
    s2.ensureBasin(BASIN, BasinConfig.DEFAULT);
    s2.basin(BASIN).createStream(new StreamName(storeId), StreamConfig.UNSET);
  }

  private void foreign(String storeId, String... bodies) {
    stream(storeId).append(AppendInput.of(List.of(bodies).stream().map(AppendRecord::of).toList()));
  }
}
