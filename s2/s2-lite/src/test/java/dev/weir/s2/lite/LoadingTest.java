package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertRejected;
import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.everything;
import static dev.weir.s2.lite.Fixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.StreamConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A stream is loaded once, whoever waits for it and whoever gives up.
@Timeout(60)
class LoadingTest {
  @Test
  void append_whileAnInterruptedCallerGivesUpTheLoad_keepsEveryAckedRecord(@TempDir Path directory)
      throws Exception {
    try (var s2 = new Fixture(StoreKind.MEMORY, directory).withStream()) {
      s2.reopen();
      s2.storage.holdReads();
      var first = async(() -> s2.stream.append(batch("a")));
      s2.storage.awaitHeldRead();
      interruptACallThatWaits(s2);
      var second = async(() -> s2.stream.append(batch("b")));
      s2.storage.letReadsGo();

      assertThat(get(first).start()).isNotEqualTo(get(second).start());
      s2.reopen();
      assertThat(everything(s2.stream)).containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  void acquire_whoseLoaderIsInterrupted_stillLoadsForTheOthers(@TempDir Path directory)
      throws Exception {
    try (var s2 = new Fixture(StoreKind.MEMORY, directory).withStream()) {
      s2.append("a");
      s2.reopen();
      s2.storage.holdReads();
      interruptACallThatWaits(s2);
      var other = async(() -> s2.stream.checkTail().seqNum());
      s2.storage.letReadsGo();
      assertThat(get(other)).isEqualTo(1);
      assertThat(s2.store.engine().active().size()).isEqualTo(1);
    }
  }

  @Test
  void acquire_whenTheLoaderCannotStart_failsAndTheNextCallLoadsAnew() {
    var key = new StreamKey(Fixture.BASIN, Fixture.STREAM);
    var calls = new int[1];
    var active =
        new ActiveStreams(
            new ManualTime(),
            Duration.ZERO,
            k -> {
              if (calls[0]++ == 0) {
                throw new IllegalStateException("no thread");
              }
              return CompletableFuture.completedFuture(Optional.empty());
            },
            S2LiteListener.NONE);
    assertThatThrownBy(() -> active.acquire(key)).isInstanceOf(IllegalStateException.class);
    assertThat(active.acquire(key)).isEmpty();
    assertThat(active.size()).isZero();
  }

  @Test
  void append_afterAnInterruptedDeletion_isNeverAckedOnTheDeletedStream(@TempDir Path directory)
      throws Exception {
    var options = S2LiteOptions.DEFAULT.withIdleAfter(Duration.ZERO);
    try (var s2 = new Fixture(StoreKind.MEMORY, directory, options).withStream()) {
      s2.append("a");
      s2.storage.hold();
      var before =
          async(() -> s2.store.createBasin(new BasinName("other-basin"), BasinConfig.DEFAULT));
      s2.storage.awaitHeld();
      interruptACallThatWaits(() -> s2.basin.deleteStream(Fixture.STREAM));
      s2.store.engine().active().sweep();
      var key = new StreamKey(Fixture.BASIN, Fixture.STREAM);
      try (var held = s2.store.engine().acquire(key, Engine.Creates.NEVER, StreamConfig.UNSET)) {
        assertThat(held.stream().isDeleting()).isFalse();
        s2.storage.letGo();
        get(before);
        s2.store.createBasin(new BasinName("third-basin"), BasinConfig.DEFAULT); // behind it
        assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.append("b"));
        assertThat(held.stream().isDeleting()).isTrue();
      }
      assertThat(s2.store.engine().active().size()).isZero();
    }
  }

  private static void interruptACallThatWaits(Fixture s2) throws InterruptedException {
    interruptACallThatWaits(s2.stream::checkTail);
  }

  private static void interruptACallThatWaits(ThrowingCallable call) throws InterruptedException {
    var failure = new CompletableFuture<Throwable>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                call.call();
              } catch (Throwable e) {
                failure.complete(e);
              }
            });
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (caller.getState() != Thread.State.WAITING && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    assertThat(failure).isCompletedWithValueMatching(e -> e instanceof InterruptedCallException);
  }
}
