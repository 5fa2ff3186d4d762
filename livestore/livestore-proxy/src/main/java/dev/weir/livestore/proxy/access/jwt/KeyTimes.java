package dev.weir.livestore.proxy.access.jwt;

import java.time.Duration;

/// How long keys are used and how often they are asked for.
///
/// @param fresh after so long they are asked for again; what is no longer published counts no
///   longer
/// @param retry between two times of asking, whatever comes: tokens with made-up key ids must not
///   become requests
/// @param outage how long the last keys go on while there is no answer
record KeyTimes(Duration fresh, Duration retry, Duration outage) {
  /// A file costs nothing to read, and its keys may have no ids that would tell of new ones.
  static KeyTimes of(KeySource source) {
    var fresh =
        source instanceof KeySource.JwksUrl ? Duration.ofMinutes(5) : Duration.ofSeconds(10);
    return new KeyTimes(fresh, Duration.ofSeconds(10), Duration.ofHours(1));
  }
}
