package dev.weir.bench.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What the samples were spent on. A sample counts for the innermost of its calls that says so.
final class Costs {
  private static final List<Cost> KNOWN =
      List.of(
          of("compiling (JIT)", "CompileBroker|C2Compiler|Compiler::|PhaseChaitin|JVMCI"),
          of("collecting garbage", "G1.*|GangWorker|WorkerThread::run|VM_G1.*|ConcurrentGC.*"),
          of(
              "files: writing, reading, syncing",
              "fdatasync|fsync|PosixWritableFile|PosixRandomAccessFile|WritableFileWriter"),
          of("RocksDB", "rocksdb|org/rocksdb"),
          of("SQLite", "sqlite"),
          of(
              "sending to sockets",
              "writev|sendto|sun/nio/ch/(SocketDispatcher|SocketChannelImpl)\\.write|Socket\\.write"),
          of(
              "receiving from sockets",
              "recv|sun/nio/ch/(SocketDispatcher|SocketChannelImpl)\\.read|Socket\\.(read|recv)"),
          of("waiting for sockets", "epoll_wait|EPoll|epollWait"),
          of(
              "waking and switching threads",
              "EventFD|futex|pthread_cond|SpinPause|LockSupport|ForkJoinPool|VirtualThread|Continuation|cont_|ThreadPoolExecutor|LinkedBlockingQueue|ReentrantLock|AbstractQueuedSynchronizer"),
          of("metrics", "micrometer|metrics"),
          of("JSON (Jackson)", "com/fasterxml"),
          of("hashing and checksums", "java/security|sun/security|Crc32|CRC32|Aegis|SHA"),
          of(
              "Weir: encoding and decoding of events and records",
              "dev/weir/livestore/syncs2|dev/weir/s2/wire|dev/weir/livestore/sync/"),
          of("Weir: store", "dev/weir/s2/lite"),
          of("Weir: proxy", "dev/weir/livestore/proxy"),
          of("Weir: HTTP edge", "dev/weir/livestore/armeria|dev/weir/s2/server|dev/weir/app"),
          of("Weir: replica", "dev/weir/livestore/replica"),
          of("Weir: the rest", "dev/weir"),
          of("HTTP (Armeria)", "com/linecorp/armeria"),
          of("HTTP and buffers (Netty)", "io/netty"),
          of(
              "copying and strings (JDK)",
              "memcpy|memset|memmove|arraycopy|java/lang/String|java/nio|jbyte|StringCoding|StubRoutines"),
          of("the rest of the JDK", "java/|jdk/|sun/"));

  private Costs() {}

  private record Cost(String name, Pattern calls) {}

  /// One cost.
  ///
  /// @param share of all samples, from 0 to 1
  /// @param within Weir's own call that it was reached from most often, or nothing
  record Share(String cost, double share, String within) {}

  private static Cost of(String name, String calls) {
    return new Cost(name, Pattern.compile(calls));
  }

  /// The costs, the largest first.
  static List<Share> of(Stacks stacks) {
    var samples = new HashMap<String, Long>();
    var within = new HashMap<String, Map<String, Long>>();
    for (var stack : stacks.stacks()) {
      var cost = costOf(stack.frames());
      samples.merge(cost, stack.samples(), Long::sum);
      within
          .computeIfAbsent(cost, unused -> new HashMap<>())
          .merge(ours(stack.frames()), stack.samples(), Long::sum);
    }
    var all = Math.max(1, stacks.samples());
    var shares = new ArrayList<Share>();
    within.forEach((cost, calls) -> {
      var count = samples.getOrDefault(cost, 0L);
      shares.add(new Share(cost, (double) count / all, most(calls, count)));
    });
    shares.sort(Comparator.comparingDouble(Share::share).reversed());
    return shares;
  }

  private static String most(Map<String, Long> calls, long all) {
    var most = calls.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    return most.getKey().isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%s (%.0f %%)", most.getKey(), 100.0 * most.getValue() / all);
  }

  private static String ours(List<String> frames) {
    return frames.reversed().stream()
        .filter(frame -> frame.startsWith("dev/weir/"))
        .findFirst()
        .map(Frames::shortened)
        .orElse("");
  }

  private static String costOf(List<String> frames) {
    for (var frame : frames.reversed()) {
      for (var cost : KNOWN) {
        if (cost.calls().matcher(frame).find()) {
          return cost.name();
        }
      }
    }
    return "the JVM and the system";
  }
}
