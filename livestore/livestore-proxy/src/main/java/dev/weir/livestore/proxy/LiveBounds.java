package dev.weir.livestore.proxy;

import java.time.Duration;

/// When a live response ends, cleanly. Whichever comes first.
///
/// @param hold how long it lasts; up to a quarter less, so that not all clients of a store come
///   back at once
/// @param bytes how much it carries; the page that reaches this is the last
public record LiveBounds(Duration hold, long bytes) {
  /// @throws IllegalArgumentException if one is not positive
  public LiveBounds {
    if (!hold.isPositive() || bytes <= 0) {
      throw new IllegalArgumentException(
          "a live response needs room and time, not " + bytes + " bytes and " + hold);
    }
  }
}
