package dev.weir.s2.lite;

import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;

/// When records expire: so long after they were written, by the configuration of that moment.
final class Retention {
  private static final long MILLIS_PER_SECOND = 1000;

  private Retention() {}

  /// Unsigned milliseconds since the epoch.
  static long expiry(StreamConfig config, long nowMillis) {
    return switch (config.retentionPolicy().orElseThrow()) {
      case RetentionPolicy.Age(long seconds) -> after(seconds, nowMillis);
      case RetentionPolicy.Infinite() -> BatchRow.NEVER;
    };
  }

  private static long after(long seconds, long nowMillis) {
    boolean isBeyondTime =
        seconds < 0 || seconds > (Long.MAX_VALUE - nowMillis) / MILLIS_PER_SECOND;
    return isBeyondTime ? BatchRow.NEVER : nowMillis + seconds * MILLIS_PER_SECOND;
  }
}
