package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.everything;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.StreamConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerTest {
  @Test
  void listener_ofAppendsAndReads_hearsTheirSizesAndTimes() throws Exception {
    var heard = new Recording();
    try (S2Lite store = open(heard)) {
      var stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      stream.append(Fixture.batch("a", "b"));
      everything(stream);
    }
    assertThat(heard.permits).hasSize(1).allMatch(nanos -> nanos >= 0);
    assertThat(heard.acknowledged).containsExactly("2 records of 18 bytes");
    assertThat(heard.ackNanos.getFirst()).isGreaterThanOrEqualTo(heard.permits.getFirst());
    assertThat(heard.groups).startsWith(1, 1, 1);
    assertThat(heard.read).containsExactly("2 records of 18 bytes");
    assertThat(heard.storageReads).isPositive();
    assertThat(heard.active).contains(1);
  }

  @Test
  void listener_thatThrows_changesNothing() throws Exception {
    var failing =
        new S2LiteListener() {
          @Override
          public void appendAcknowledged(int records, long meteredBytes, long nanos) {
            throw new IllegalStateException("a listener's own fault");
          }
        };
    try (S2Lite store = open(failing)) {
      var stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      stream.append(Fixture.batch("a"));
      stream.append(Fixture.batch("b"));
      assertThat(everything(stream)).containsExactly("a", "b");
      assertThat(store.isHealthy()).isTrue();
    }
  }

  private static S2Lite open(S2LiteListener listener) throws Exception {
    S2Lite store =
        S2Lite.of(
            new MemoryStorage(), S2LiteOptions.DEFAULT.withListener(listener), new ManualTime());
    store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
    store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
    return store;
  }

  private static final class Recording implements S2LiteListener {
    final List<Long> permits = new ArrayList<>();
    final List<String> acknowledged = new ArrayList<>();
    final List<Long> ackNanos = new ArrayList<>();
    final List<Integer> groups = new ArrayList<>();
    final List<String> read = new ArrayList<>();
    final List<Integer> active = new ArrayList<>();
    int storageReads;

    @Override
    public synchronized void appendPermitted(long waitedNanos) {
      permits.add(waitedNanos);
    }

    @Override
    public synchronized void appendAcknowledged(int records, long meteredBytes, long nanos) {
      acknowledged.add(records + " records of " + meteredBytes + " bytes");
      ackNanos.add(nanos);
    }

    @Override
    public synchronized void groupCommitted(int size, long bytes, long nanos) {
      groups.add(size);
    }

    @Override
    public synchronized void storageRead(long nanos) {
      storageReads++;
    }

    @Override
    public synchronized void batchRead(int records, long meteredBytes) {
      read.add(records + " records of " + meteredBytes + " bytes");
    }

    @Override
    public synchronized void activeStreams(int count) {
      active.add(count);
    }
  }
}
