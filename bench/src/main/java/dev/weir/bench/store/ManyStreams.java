package dev.weir.bench.store;

import dev.weir.s2.AppendInput;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A great many streams of one record each, of which hardly any is in use.
final class ManyStreams {
  private static final int CREATORS = 256;

  private ManyStreams() {}

  static void run(Path directory, int streams) throws IOException, InterruptedException {
    try (var store = BenchStore.open(directory)) {
      long start = System.nanoTime();
      create(store, streams);
      System.out.printf("%,d streams created in %.1f s%n", streams, seconds(start));
      System.out.println("  " + Footprint.of(directory).text());
    }
    long start = System.nanoTime();
    try (var store = BenchStore.open(directory)) {
      System.out.printf("opened in %.2f s%n", seconds(start));
      System.out.println("  " + Footprint.of(directory).text());
      start = System.nanoTime();
      var tail = store.basin().stream(new StreamName("s-" + streams / 2)).checkTail();
      System.out.printf(
          "tail of one of them (%d) in %.1f ms%n", tail.seqNum(), seconds(start) * 1e3);
    }
  }

  private static void create(BenchStore store, int streams) throws InterruptedException {
    AppendInput input = BenchStore.batch(1, 100);
    var next = new AtomicInteger();
    var ended = new CountDownLatch(CREATORS);
    for (int i = 0; i < CREATORS; i++) {
      var unused =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int n = next.getAndIncrement(); n < streams; n = next.getAndIncrement()) {
                    var name = new StreamName("s-" + n);
                    create(store, name, input);
                  }
                } finally {
                  ended.countDown();
                }
              });
    }
    ended.await();
    if (next.get() < streams) {
      throw new IllegalStateException("the creators failed");
    }
  }

  static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private static void create(BenchStore store, StreamName name, AppendInput input) {
    var created = store.basin().createStream(name, StreamConfig.UNSET);
    var unused = store.basin().stream(created.info().name()).append(input);
  }
}
