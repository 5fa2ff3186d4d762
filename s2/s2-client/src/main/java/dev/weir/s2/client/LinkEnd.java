package dev.weir.s2.client;

import dev.weir.s2.S2Exception;
import java.time.Duration;

/// How one connection of an append session came to its end.
sealed interface LinkEnd {
  /// The server ended it in good order, having acknowledged what it took.
  ///
  /// @param advised whether it had advised to go on elsewhere
  record Clean(boolean advised) implements LinkEnd {}

  /// It was not made, was refused, failed, or broke.
  ///
  /// @param retryAfter what the server asks for before the next attempt
  record Failed(S2Exception reason, Duration retryAfter) implements LinkEnd {}

  /// What was sent over it was not acknowledged in time: it may be dead, though it is not closed.
  record Silent(S2Exception reason) implements LinkEnd {}
}
