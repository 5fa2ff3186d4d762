package dev.weir.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What the machine can take, found by the same clients: as many pushes at a time as keep it busy,
/// each followed by the next.
final class Capacity {
  private static final int AT_A_TIME = 100;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Capacity() {}

  /// Pushes under way meanwhile.
  static int atATime(int clients) {
    return Math.min(AT_A_TIME, Math.max(1, clients / 4));
  }

  /// The events a second that are stored, the mean of a while, after as long unmeasured.
  static double find(LoadRun load, int clients, Duration length)
      throws IOException, InterruptedException {
    load.say("looking for the capacity");
    var closed = new Arrivals.Closed(atATime(clients));
    var unused = load.phase("warm-up", closed, length, SECOND, 0);
    List<Sample> samples = load.phase("capacity", closed, length, SECOND, 0);
    var stored = Summary.of(samples).storedPerSecond();
    if (stored == 0) {
      throw new IOException("nothing was stored in " + length);
    }
    return stored;
  }
}
