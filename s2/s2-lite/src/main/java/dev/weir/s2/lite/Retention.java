package dev.weir.s2.lite;

import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;

/// When records expire: so long after they were written, by the configuration of that moment.
final class Retention {
  private static final long MILLIS_PER_SECOND = 1000;

  /// What lies beyond is as good as never.
  private static final long LAST_MILLIS = Long.MAX_VALUE / 4;

  private Retention() {}

  /// Unsigned milliseconds since the epoch.
  static long expiry(StreamConfig config, long nowMillis) {
    return switch (config.retentionPolicy().orElseThrow()) {
      case RetentionPolicy.Age(long seconds) -> after(seconds, nowMillis);
      case RetentionPolicy.Infinite() -> BatchRow.NEVER;
    };
  }

  /// So many seconds, unsigned, after `nowMillis`; never, if that is too far away.
  static long after(long seconds, long nowMillis) {
    boolean isBeyondTime =
        nowMillis < 0 || seconds < 0 || seconds > (LAST_MILLIS - nowMillis) / MILLIS_PER_SECOND;
    return isBeyondTime ? BatchRow.NEVER : nowMillis + seconds * MILLIS_PER_SECOND;
  }
}
