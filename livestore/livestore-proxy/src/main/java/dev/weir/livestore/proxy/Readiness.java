package dev.weir.livestore.proxy;

import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Exception;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Whether a proxy can do its work now, for whoever sends clients here or elsewhere. An S2
/// elsewhere is asked in the background, so that being asked costs nothing, however often; the
/// embedded store is in this process and knows.
public final class Readiness implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Readiness.class.getName());

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /// Two questions in a row may go unanswered.
  static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Supplier<Optional<String>> trouble;
  private final LongSupplier nanoTime;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Answer last;
  private volatile boolean draining;

  /// What S2 said last, and when.
  private record Answer(long nanos, Optional<String> refusal) {}

  private Readiness(Supplier<Optional<String>> trouble, Answer first, LongSupplier nanoTime) {
    this.trouble = trouble;
    this.last = first;
    this.nanoTime = nanoTime;
  }

  /// Of the embedded store.
  ///
  /// @param trouble why it takes no appends, if so
  public static Readiness of(Supplier<Optional<String>> trouble) {
    return new Readiness(trouble, new Answer(0, Optional.empty()), () -> 0);
  }

  /// Of an S2 elsewhere, which is asked from now on.
  public static Readiness asking(S2 s2, BasinName basin) {
    return asking(s2, basin, System::nanoTime, INTERVAL);
  }

  static Readiness asking(S2 s2, BasinName basin, LongSupplier nanoTime, Duration interval) {
    var notYet = new Answer(nanoTime.getAsLong(), Optional.of("S2 has not answered yet"));
    var readiness = new Readiness(Optional::empty, notYet, nanoTime);
    Thread.ofVirtual()
        .name("weir-readiness")
        .start(() -> readiness.askOn(s2, basin, interval.toNanos()));
    return readiness;
  }

  private void askOn(S2 s2, BasinName basin, long intervalNanos) {
    try {
      do {
        ask(s2, basin);
      } while (!closing.await(intervalNanos, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(S2 s2, BasinName basin) {
    try {
      var unused = s2.basin(basin).listStreams(new ListRequest("", "", 1));
      last = new Answer(nanoTime.getAsLong(), Optional.empty());
    } catch (S2Exception e) {
      if (e instanceof RequestRejectedException rejected && !e.isRetryable()) {
        last = new Answer(nanoTime.getAsLong(), refusal(rejected));
      }
      LOG.log(System.Logger.Level.DEBUG, () -> "S2 was asked in vain: " + e.getMessage());
    }
  }

  /// No basin yet is no trouble: it is made with the first store. What S2 says goes to whoever
  /// asks, so only its code does.
  private static Optional<String> refusal(RequestRejectedException e) {
    return e.code() == ErrorCode.BASIN_NOT_FOUND
        ? Optional.empty()
        : Optional.of("S2 refuses a harmless request: " + e.code());
  }

  /// From now on nobody is to be sent here any more.
  public void drain() {
    draining = true;
  }

  /// Why not, if so.
  public Optional<String> obstacle() {
    if (draining) {
      return Optional.of("stopping");
    }
    Answer answer = last;
    Duration silence = Duration.ofNanos(nanoTime.getAsLong() - answer.nanos());
    return silence.compareTo(PATIENCE) > 0
        ? Optional.of("S2 has not answered for " + silence.toSeconds() + " s")
        : answer.refusal().or(trouble);
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
