package dev.weir.bench.store;

import java.io.IOException;
import java.nio.file.Path;

/// One stream of a great many records, 100 bytes each, appended ten at a time from 64 sides.
final class ManyRecords {
  private static final int BATCH = 10;

  private ManyRecords() {}

  static void run(Path directory, int records) throws IOException, InterruptedException {
    try (var store = BenchStore.open(directory)) {
      long start = System.nanoTime();
      Filling.fill(store.stream("records", 0), records / BATCH, BenchStore.batch(BATCH, 100));
      System.out.printf("%,d records in %.1f s%n", records, ManyStreams.seconds(start));
    }
    long start = System.nanoTime();
    try (var store = BenchStore.open(directory)) {
      System.out.printf("opened in %.2f s%n", ManyStreams.seconds(start));
      start = System.nanoTime();
      var tail = store.stream("records", 0).checkTail();
      System.out.printf(
          "its tail (%,d) in %.1f ms%n", tail.seqNum(), ManyStreams.seconds(start) * 1e3);
      System.out.println("  " + Footprint.of(directory).text());
    }
  }
}
