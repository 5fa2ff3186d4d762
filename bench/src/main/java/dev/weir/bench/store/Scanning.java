package dev.weir.bench.store;

import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import java.io.IOException;
import java.nio.file.Path;

/// A reader that catches up on two long streams, after the store was opened anew: records of 1 KiB,
/// appended 64 and then one at a time.
final class Scanning {
  private static final int MIB = 1024 * 1024;
  private static final int RECORD_BYTES = 1024 - 8; // as metered

  private Scanning() {}

  static void run(Path directory, int mib) throws IOException, InterruptedException {
    if (mib > 0) {
      fill(directory, mib);
    }
    try (var store = BenchStore.open(directory)) {
      for (int batch : new int[] {64, 1, 64, 1}) {
        long start = System.nanoTime();
        long bytes = read(store.stream("scan", batch));
        System.out.printf(
            "%,d MiB in batches of %d: %,.0f MiB/s%n",
            bytes / MIB, batch, bytes / ManyStreams.seconds(start) / MIB);
      }
      System.out.println("  " + Footprint.of(directory).text());
    }
  }

  private static void fill(Path directory, int mib) throws InterruptedException {
    try (var store = BenchStore.open(directory)) {
      Filling.fill(store.stream("scan", 64), mib * 16, BenchStore.batch(64, RECORD_BYTES));
      Filling.fill(store.stream("scan", 1), mib * 128, BenchStore.batch(1, RECORD_BYTES));
    }
  }

  private static long read(S2Stream stream) {
    long bytes = 0;
    long tail = stream.checkTail().seqNum();
    try (var session = stream.openRead(ReadRequest.fromSeqNum(0).withCount(tail))) {
      while (session.next() instanceof ReadMessage.Batch(ReadBatch batch)) {
        for (SequencedRecord record : batch.records()) {
          bytes += record.meteredBytes();
        }
      }
    }
    return bytes;
  }
}
