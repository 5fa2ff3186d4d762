package dev.weir.bench.s2;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Basin;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// The load that our SDK puts on a server, in a process of its own: what `sdk-typescript/load.mjs`
/// does with the TypeScript SDK. An unmeasured run comes first.
public final class SdkLoad {
  private static final long MAX_BYTES = 512L * 1024 * 1024;

  private final S2Basin basin;
  private final int bytes;

  private SdkLoad(S2Basin basin, int bytes) {
    this.basin = basin;
    this.bytes = bytes;
  }

  /// Runs one load and prints `RESULT records seconds p50-millis p99-millis`.
  ///
  /// @param args endpoint, basin, stream, mode (append, follow, read or latency), bytes of a body,
  ///   seconds
  public static void main(String... args) {
    var config = S2ClientConfig.at(args[0]);
    int seconds = Integer.parseInt(args[5]);
    try (var s2 = S2Client.connect(config)) {
      var load = new SdkLoad(s2.basin(new BasinName(args[1])), Integer.parseInt(args[4]));
      String warm = args[3].equals("read") ? args[2] : args[2] + "-warm";
      int warming = Math.min(2, seconds);
      long start = System.nanoTime();
      do {
        load.run(args[3], warm, warming);
      } while (System.nanoTime() - start < warming * 1_000_000_000L); // a read is over sooner
      System.out.println(load.run(args[3], args[2], seconds));
    }
  }

  private String run(String mode, String stream, int seconds) {
    var name = new StreamName(stream);
    return switch (mode) {
      case "append" -> append(name, seconds);
      case "follow" -> appendFollowed(name, seconds);
      case "read" -> read(name, basin.stream(name).checkTail().seqNum());
      case "latency" -> latency(name, seconds);
      default -> throw new IllegalArgumentException("no such mode: " + mode);
    };
  }

  private String append(StreamName name, int seconds) {
    basin.ensureStream(name, StreamConfig.UNSET);
    int size = Math.min(1000, 1024 * 1024 / (bytes + 8));
    var input = AppendInput.of(Collections.nCopies(size, record()));
    long start = System.nanoTime();
    long records = 0;
    try (var session = basin.stream(name).openAppend()) {
      while (System.nanoTime() - start < seconds * 1_000_000_000L && records * bytes < MAX_BYTES) {
        var unused = session.submit(input);
        records += size;
      }
    }
    return result(records, start, 0, 0);
  }

  /// Appends while a reader follows, as `s2 bench` does.
  private String appendFollowed(StreamName name, int seconds) {
    basin.ensureStream(name, StreamConfig.UNSET);
    var session = basin.stream(name).openRead(ReadRequest.fromSeqNum(0));
    var follower =
        Thread.startVirtualThread(() -> {
          while (!(session.next() instanceof ReadMessage.End)) {}
        });
    try {
      return append(name, seconds);
    } finally {
      session.close();
      join(follower);
    }
  }

  private String read(StreamName name, long tail) {
    long start = System.nanoTime();
    long records = 0;
    try (var reader = basin.stream(name).records(ReadRequest.fromSeqNum(0).withCount(tail))) {
      for (var record : reader) {
        records += record.body().size() >= 0 ? 1 : 0;
      }
    }
    if (records != tail) {
      throw new IllegalStateException("read " + records + " of " + tail + " records");
    }
    return result(records, start, 0, 0);
  }

  private String latency(StreamName name, int seconds) {
    basin.ensureStream(name, StreamConfig.UNSET);
    var stream = basin.stream(name);
    var input = AppendInput.of(List.of(record()));
    var nanos = new Histogram(3);
    long start = System.nanoTime();
    while (System.nanoTime() - start < seconds * 1_000_000_000L) {
      long before = System.nanoTime();
      stream.append(input);
      nanos.recordValue(System.nanoTime() - before);
    }
    return result(
        nanos.getTotalCount(),
        start,
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6);
  }

  private AppendRecord record() {
    byte[] body = new byte[bytes];
    java.util.Arrays.fill(body, (byte) 'x');
    return AppendRecord.of(Bytes.wrap(body));
  }

  private static String result(long records, long start, double p50Millis, double p99Millis) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return String.format(Locale.ROOT, "RESULT %d %f %f %f", records, seconds, p50Millis, p99Millis);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
