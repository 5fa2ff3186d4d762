package dev.weir.bench.store;

import dev.weir.s2.AppendInput;
import dev.weir.s2.S2Stream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Fills a stream fast: 64 appenders share the syncs.
final class Filling {
  private static final int APPENDERS = 64;

  private Filling() {}

  static void fill(S2Stream stream, int batches, AppendInput input) throws InterruptedException {
    var left = new AtomicInteger(batches);
    var ended = new CountDownLatch(APPENDERS);
    for (int i = 0; i < APPENDERS; i++) {
      var unused =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (left.getAndDecrement() > 0) {
                    append(stream, input);
                  }
                } finally {
                  ended.countDown();
                }
              });
    }
    ended.await();
  }

  private static void append(S2Stream stream, AppendInput input) {
    var unused = stream.append(input);
  }
}
