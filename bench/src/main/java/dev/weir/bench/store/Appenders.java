package dev.weir.bench.store;

import dev.weir.s2.AppendInput;
import dev.weir.s2.S2Stream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Appenders in a closed loop, each on a virtual thread and a stream of its own.
final class Appenders {
  private final AtomicBoolean stop = new AtomicBoolean();
  private final CountDownLatch ended;
  private volatile Histogram micros = new ConcurrentHistogram(3);
  private volatile long startNanos = System.nanoTime();

  private Appenders(List<S2Stream> streams, AppendInput input) {
    ended = new CountDownLatch(streams.size());
    for (S2Stream stream : streams) {
      var unused = Thread.ofVirtual().start(() -> append(stream, input));
    }
  }

  static Appenders start(List<S2Stream> streams, AppendInput input) {
    return new Appenders(streams, input);
  }

  /// Measures for so long, after as much again that does not count.
  static String measure(List<S2Stream> streams, AppendInput input, Duration time)
      throws InterruptedException {
    var appenders = start(streams, input);
    try {
      appenders.run(time);
      appenders.reset();
      appenders.run(time);
      return appenders.text();
    } finally {
      appenders.end();
    }
  }

  void reset() {
    micros = new ConcurrentHistogram(3);
    startNanos = System.nanoTime();
  }

  private void run(Duration time) throws InterruptedException {
    if (ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("the appenders failed");
    }
  }

  String text() {
    Histogram measured = micros;
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return "%,.0f appends/s; ack p50 %.2f, p99 %.2f, p99.9 %.2f, max %.1f ms"
        .formatted(
            measured.getTotalCount() / seconds,
            measured.getValueAtPercentile(50) / 1e3,
            measured.getValueAtPercentile(99) / 1e3,
            measured.getValueAtPercentile(99.9) / 1e3,
            measured.getMaxValue() / 1e3);
  }

  private void append(S2Stream stream, AppendInput input) {
    try {
      while (!stop.get()) {
        long start = System.nanoTime();
        var unused = stream.append(input);
        micros.recordValue((System.nanoTime() - start) / 1_000);
      }
    } finally {
      ended.countDown();
    }
  }

  /// Waits for the appends under way.
  void end() throws InterruptedException {
    stop.set(true);
    ended.await();
  }
}
