package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.awaitHealthy;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.everything;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A store in memory, as in a heap of 64 MiB.
@Timeout(120)
class FullHeapTest {
  private static final long MIB = 1024 * 1024;
  private static final long HEAP_BYTES = 64 * MIB;

  private final MemoryStorage storage = new MemoryStorage(HEAP_BYTES);

  /// The second takes a MiB of the heap, as most collectors count.
  @ParameterizedTest
  @ValueSource(ints = {128 << 10, 700 << 10})
  void append_toAStoreThatTakesHalfOfTheHeap_isRefusedUntilThereIsRoom(int size) throws Exception {
    try (S2Lite store = open()) {
      S2Stream stream = create(store);
      for (int round = 1; round <= 3; round++) {
        var acked = new ArrayList<String>();
        RequestRejectedException refused = appendUntilRefused(stream, "-".repeat(size), acked);
        assertThat(refused.code()).isEqualTo(ErrorCode.STORAGE);
        assertThat(refused)
            .hasMessageContaining("nothing written: the heap has")
            .hasMessageContaining("8 MiB are kept in reserve");
        assertThat(acked.size() * taken(size))
            .as("bytes taken in round %d", round)
            .isBetween(HEAP_BYTES / 2 - 4 * MIB, HEAP_BYTES * 3 / 4);
        assertThat(hasAtItsEnd(everything(stream), acked)).as("reads go on").isTrue();
        assertThat(store.failure().orElse("")).contains("the heap has");

        stream.append(AppendInput.of(new Command.Trim(stream.checkTail().seqNum()).toRecord()));
        awaitRoom();
        awaitHealthy(store);
      }
    }
  }

  @Test
  void deleteStream_ofAFullStore_makesRoom() throws Exception {
    try (S2Lite store = open()) {
      RequestRejectedException refused =
          appendUntilRefused(create(store), "-".repeat(128 << 10), new ArrayList<>());
      assertThat(refused.code()).isEqualTo(ErrorCode.STORAGE);
      store.basin(Fixture.BASIN).deleteStream(Fixture.STREAM);
      awaitHealthy(store);
    }
  }

  /// In front of them is what trimmed those before.
  private static boolean hasAtItsEnd(List<String> bodies, List<String> end) {
    return bodies.subList(bodies.size() - end.size(), bodies.size()).equals(end);
  }

  private static long taken(int size) {
    return size > MIB / 2 ? MIB : size;
  }

  /// Trimmed rows go in the background, some at a time.
  private void awaitRoom() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (storage.usableBytes() < HEAP_BYTES * 5 / 8 - 2 * MIB) {
      assertThat(System.nanoTime()).as("room in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private S2Lite open() throws IOException {
    var options = S2LiteOptions.DEFAULT;
    return S2Lite.of(storage, options, Time.system(options.clock()));
  }

  private static S2Stream create(S2Lite store) {
    store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
    store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
    return store.basin(Fixture.BASIN).stream(Fixture.STREAM);
  }

  private static RequestRejectedException appendUntilRefused(
      S2Stream stream, String filler, List<String> acked) {
    try {
      for (int i = 0; i < 10_000; i++) {
        stream.append(batch(i + filler));
        acked.add(i + filler);
      }
      throw new AssertionError("the heap never got full");
    } catch (RequestRejectedException e) {
      return e;
    }
  }
}
