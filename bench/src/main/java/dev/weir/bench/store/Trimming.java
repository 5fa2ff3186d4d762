package dev.weir.bench.store;

import dev.weir.s2.AppendInput;
import dev.weir.s2.Command;
import dev.weir.s2.S2Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// The removal of a great many rows, each a record of its own, under 16 appenders to other streams.
final class Trimming {
  private static final Duration TIME = Duration.ofSeconds(8);
  private static final AppendInput RECORD = BenchStore.batch(1, 100);

  private Trimming() {}

  static void run(Path directory, int records) throws IOException, InterruptedException {
    try (var store = BenchStore.open(directory)) {
      S2Stream trimmed = store.stream("trimmed", 0);
      S2Stream deleted = store.stream("deleted", 0);
      Filling.fill(trimmed, records, RECORD);
      Filling.fill(deleted, records, RECORD);
      List<S2Stream> others =
          IntStream.range(0, 16).mapToObj(i -> store.stream("other", i)).toList();
      var appenders = Appenders.start(others, RECORD);
      try {
        pass();
        appenders.reset();
        pass();
        System.out.println("alone:                     " + appenders.text());
        appenders.reset();
        var unused = trimmed.append(AppendInput.of(new Command.Trim(records).toRecord()));
        pass();
        System.out.printf("trimming %,d records: %s%n", records, appenders.text());
        pass();
        appenders.reset();
        long start = System.nanoTime();
        store.basin().deleteStream(deleted.name());
        double millis = ManyStreams.seconds(start) * 1e3;
        pass();
        System.out.printf(
            "deleting %,d records: %s; the deletion took %.1f ms%n",
            records, appenders.text(), millis);
      } finally {
        appenders.end();
      }
      System.out.println("  " + Footprint.of(directory).text());
    }
  }

  private static void pass() throws InterruptedException {
    var never = new CountDownLatch(1);
    boolean unused = never.await(TIME.toMillis(), TimeUnit.MILLISECONDS);
  }
}
