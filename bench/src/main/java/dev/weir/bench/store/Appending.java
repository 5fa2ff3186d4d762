package dev.weir.bench.store;

import dev.weir.s2.S2Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Small appends: one record of 100 bytes, a stream for each appender.
final class Appending {
  private Appending() {}

  static void run(Path directory, int appenders, Duration time)
      throws IOException, InterruptedException {
    try (var store = BenchStore.open(directory)) {
      List<S2Stream> streams =
          IntStream.range(0, appenders).mapToObj(i -> store.stream("append", i)).toList();
      System.out.printf(
          "%,d appenders: %s%n",
          appenders, Appenders.measure(streams, BenchStore.batch(1, 100), time));
      System.out.println("  " + Footprint.of(directory).text());
    }
  }
}
