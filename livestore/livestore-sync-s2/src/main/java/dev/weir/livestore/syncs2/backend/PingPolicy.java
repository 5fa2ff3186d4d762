package dev.weir.livestore.syncs2.backend;

import java.time.Duration;

/// Whether and how a backend is pinged in the background. Start from [#DEFAULT].
///
/// @param enabled without it only pulls and pushes find out whether there is a connection
/// @param requestTimeout for the answer to one
/// @param requestInterval from the end of one to the next
public record PingPolicy(boolean enabled, Duration requestTimeout, Duration requestInterval) {
  /// 10 s and 10 s, as the original.
  public static final PingPolicy DEFAULT =
      new PingPolicy(true, Duration.ofSeconds(10), Duration.ofSeconds(10));

  /// No pings but those of [S2SyncBackend#ping] and [S2SyncBackend#connect].
  public static final PingPolicy OFF =
      new PingPolicy(false, DEFAULT.requestTimeout(), DEFAULT.requestInterval());
}
