package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The lines between processes, by their names: a process that was started anew has the old one's.
final class Network {
  private final Kernel kernel;
  private final Weather weather;
  private final Map<String, Long> cutUntil = new HashMap<>();

  Network(Kernel kernel, Weather weather) {
    this.kernel = kernel;
    this.weather = weather;
  }

  Kernel kernel() {
    return kernel;
  }

  Weather weather() {
    return weather;
  }

  private static String line(String one, String other) {
    return String.join(" ", new TreeSet<>(List.of(one, other)));
  }

  /// Nothing gets through between them for so long.
  void cut(String one, String other, long nanos) {
    kernel.note("cut: " + one + " and " + other + " for " + nanos / 1_000_000 + " ms");
    cutUntil.put(line(one, other), kernel.nanos() + nanos);
  }

  void mend() {
    cutUntil.clear();
  }

  boolean isCut(Node one, Node other) {
    return cutUntil.getOrDefault(line(one.name(), other.name()), 0L) > kernel.nanos();
  }

  long delay() {
    return weather.delay();
  }
}
