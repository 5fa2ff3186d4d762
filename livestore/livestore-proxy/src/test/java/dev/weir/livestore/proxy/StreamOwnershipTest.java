package dev.weir.livestore.proxy;

import static dev.weir.livestore.proxy.Events.chain;
import static dev.weir.livestore.proxy.Events.event;
import static dev.weir.livestore.proxy.Events.push;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Under the original's naming several ids lead to one stream, which belongs to one of them.
class StreamOwnershipTest {
  private static final BasinName BASIN = new BasinName("livestore");
  private static final PushResult ACCEPTED = new PushResult.Accepted();
  private static final Cursor FROM_START = new Cursor.FromStart();
  private static final ProxyConfig ORIGINAL =
      ProxyConfig.defaults()
          .withPingInterval(Duration.ofMillis(20))
          .withStreamNaming(StreamNaming.ORIGINAL);

  private final FaultyS2 s2 = new FaultyS2(S2Lite.inMemory());
  private final LiveStoreProxy proxy = LiveStoreProxy.over(s2, BASIN, ORIGINAL);

  @AfterEach
  void close() {
    proxy.close();
    s2.close();
  }

  @Test
  void ids_thatLeadToStreamsOfTheirOwn_justWork() throws Exception {
    for (String id : List.of("plain", "user:1", "team/7", "x".repeat(150))) {
      assertThat(proxy.push(push(id, event(1, "x")))).isEqualTo(ACCEPTED);
      assertThat(proxy.push(push(id, event(2, "y")))).isEqualTo(ACCEPTED);
      assertDelivers(proxy, id, 2);
    }
    assertThat(tail("user-1")).isEqualTo(2);
  }

  @Test
  void push_ofASecondId_isRefusedAndWritesNothing() throws Exception {
    proxy.push(push("a.b", event(1, "x")));
    for (String other : List.of("a-b", "a b")) {
      assertThatThrownBy(() -> proxy.push(push(other, event(2, "y"))))
          .isInstanceOf(StreamTakenException.class)
          .hasMessageContaining("stream a-b")
          .hasMessageContaining("nothing was stored");
    }
    assertThat(tail("a-b")).isEqualTo(1);
  }

  @Test
  void push_ofASecondId_isRefusedByEveryProxyAndAfterARestart() throws Exception {
    proxy.push(push("a.b", chain(0, 2_000, "x")));
    long before = s2.recordsRead();
    try (var other = LiveStoreProxy.over(s2, BASIN, ORIGINAL)) {
      assertThatThrownBy(() -> other.push(push("a-b", event(2_001, "y"))))
          .isInstanceOf(StreamTakenException.class);
      assertThat(other.push(push("a.b", event(2_001, "y")))).isEqualTo(ACCEPTED);
    }
    assertThat(s2.recordsRead() - before).as("records read to know").isLessThan(600);
  }

  @Test
  void push_ofTheNamesakeUnderDistinctNaming_isRefusedToo() throws Exception {
    proxy.push(push("a.b", event(1, "x")));
    try (var distinct = LiveStoreProxy.over(s2, BASIN, ProxyConfig.defaults())) {
      assertThatThrownBy(() -> distinct.push(push("a-b", event(2, "y"))))
          .isInstanceOf(StreamTakenException.class);
    }
  }

  @Test
  void push_toAStreamWrittenUnderDistinctNaming_isRefusedToOthersThanItsNamesake()
      throws Exception {
    try (var distinct = LiveStoreProxy.over(s2, BASIN, ProxyConfig.defaults())) {
      distinct.push(push("a-b", event(1, "x")));
    }
    assertThatThrownBy(() -> proxy.push(push("a.b", event(2, "y"))))
        .isInstanceOf(StreamTakenException.class);
    assertThat(proxy.push(push("a-b", event(2, "y")))).isEqualTo(ACCEPTED);
  }

  @Test
  void stream_writtenByTheOriginalsProxy_belongsToTheFirstIdThatWrites() throws Exception {
    writeAsOriginal("user-1", 3);
    assertDelivers(proxy, "user:1", 3);
    assertThat(proxy.push(push("user:1", event(4, "mine")))).isEqualTo(ACCEPTED);
    assertThatThrownBy(() -> proxy.push(push("user-1", event(5, "theirs"))))
        .isInstanceOf(StreamTakenException.class);
    try (var refused = RecordedPull.once(proxy, "user-1", FROM_START)) {
      assertThat(refused.next()).isEqualTo(RecordedPull.PING);
    }
  }

  @Test
  void push_thatRacesForAnEmptyStream_isWonByOneOfTwoIds() throws Exception {
    try (var other = LiveStoreProxy.over(s2, BASIN, ORIGINAL);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 20; round++) {
        String stream = "race-" + round;
        Callable<PushResult> one = () -> proxy.push(push("race." + stream, event(1, "x")));
        Callable<PushResult> two = () -> other.push(push("race " + stream, event(1, "x")));
        List<Throwable> refused = new ArrayList<>();
        for (Future<PushResult> run : threads.invokeAll(List.of(one, two))) {
          if (run.state() == Future.State.FAILED) {
            refused.add(run.exceptionNow());
          }
        }
        assertThat(refused).as(stream).hasSize(1);
        assertThat(refused.getFirst()).isInstanceOf(StreamTakenException.class);
        assertThat(tail("race-" + stream)).isEqualTo(1);
      }
    }
  }

  @Test
  void live_ofASecondId_heldSinceBeforeTheFirstWrote_getsNothingOfIt() throws Exception {
    try (var other = LiveStoreProxy.over(s2, BASIN, ORIGINAL);
        var theirs = RecordedPull.live(other, "a b", FROM_START);
        var mine = RecordedPull.live(other, "a.b", FROM_START)) {
      assertThat(theirs.next()).isEqualTo(RecordedPull.PING);
      proxy.push(push("a.b", event(1, "x")));
      assertThat(mine.nextPage().events()).hasSize(1);
      for (int i = 0; i < 5; i++) {
        assertThat(theirs.next()).isEqualTo(RecordedPull.PING);
      }
    }
  }

  private static void assertDelivers(LiveStoreProxy proxy, String storeId, int events)
      throws InterruptedException {
    try (var pull = RecordedPull.once(proxy, storeId, FROM_START)) {
      assertThat(pull.pages().getFirst().events()).hasSize(events);
    }
  }

  private void writeAsOriginal(String stream, int events) {
    s2.createBasin(BASIN, BasinConfig.DEFAULT);
    s2.basin(BASIN).createStream(new StreamName(stream), StreamConfig.UNSET);
    var records = chain(0, events, "x").stream().map(e -> AppendRecord.of(e.json())).toList();
    s2.basin(BASIN).stream(new StreamName(stream)).append(AppendInput.of(records));
  }

  private long tail(String stream) {
    return s2.basin(BASIN).stream(new StreamName(stream)).checkTail().seqNum();
  }
}
