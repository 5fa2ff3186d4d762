package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.everything;
import static dev.weir.s2.lite.Fixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamConfig;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nobody waits for ever for the commit thread, whatever becomes of it.
@Timeout(60)
class CommitThreadTest {
  @Test
  void start_thatFails_keepsNobodyWaiting() {
    var storage = new MemoryStorage();
    var committer =
        new Committer(
            storage,
            1 << 20,
            new StorageRoom(storage, new ManualTime(), 0),
            S2LiteListener.NONE,
            UnstartableThread::new);
    assertThatThrownBy(() -> committer.start(() -> {})).isInstanceOf(OutOfMemoryError.class);
    var change = async(() -> committer.<Integer>change("a change", staging -> 7));
    assertThat(catchThrowable(() -> get(change))).hasCauseInstanceOf(IllegalStateException.class);
    committer.close();
  }

  @Test
  void commit_thatFailsWhereNobodyCanBeTold_keepsNobodyWaitingAndTheNextGoesOn() throws Exception {
    var storage = new FaultyStorage(new MemoryStorage());
    var listener = new FullListener();
    try (var store =
        S2Lite.of(storage, S2LiteOptions.DEFAULT.withListener(listener), new ManualTime())) {
      store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
      store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
      var stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      storage.failOnce(FaultyStorage.Fault.NOTHING_WRITTEN);
      var failed = async(() -> stream.append(batch("a")));
      assertThat(catchThrowable(() -> get(failed)))
          .hasCauseInstanceOf(RequestRejectedException.class);
      assertThat(listener.recoveries.tryAcquire(20, TimeUnit.SECONDS)).as("recovered").isTrue();
      get(async(() -> stream.append(batch("b"))));
      assertThat(everything(stream)).containsExactly("b");
    }
  }

  /// As where the system allows no more threads.
  private static final class UnstartableThread extends Thread {
    UnstartableThread(Runnable task) {
      super(task);
    }

    @Override
    public void start() {
      throw new OutOfMemoryError("injected");
    }
  }

  /// Memory runs out whenever it is told of trouble.
  private static final class FullListener implements S2LiteListener {
    final Semaphore recoveries = new Semaphore(0);

    @Override
    public void commitFailed() {
      throw new OutOfMemoryError("injected");
    }

    @Override
    public void recovered(long nanos) {
      recoveries.release();
      throw new OutOfMemoryError("injected");
    }
  }
}
