package dev.weir.app.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The browsers that are logged in. Kept in memory: they log in again when Weir restarts.
final class OperatorSessions {
  static final Duration LIFETIME = Duration.ofHours(12);
  private static final int MOST = 1_000;
  private static final int ID_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Instant> ends = new LinkedHashMap<>();

  OperatorSessions(InstantSource clock) {
    this.clock = clock;
  }

  /// Begins one; beyond the most that are kept, the oldest ends.
  ///
  /// @return its id, which nobody can guess
  String begin() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String text = HexFormat.of().formatHex(id);
    lock.lock();
    try {
      if (ends.size() >= MOST) {
        ends.remove(ends.keySet().iterator().next());
      }
      ends.put(text, clock.instant().plus(LIFETIME));
    } finally {
      lock.unlock();
    }
    return text;
  }

  boolean isOpen(String id) {
    lock.lock();
    try {
      var end = ends.get(id);
      return end != null && clock.instant().isBefore(end);
    } finally {
      lock.unlock();
    }
  }

  void end(String id) {
    lock.lock();
    try {
      ends.remove(id);
    } finally {
      lock.unlock();
    }
  }
}
