package dev.weir.s2.client;

import dev.weir.s2.S2Exception;
import java.time.Duration;

/// How an attempt ended.
sealed interface Outcome<T> {
  /// As it should.
  record Success<T>(T value) implements Outcome<T> {}

  /// With `reason`; the server asks for `retryAfter` before the next attempt.
  record Failure<T>(S2Exception reason, Duration retryAfter) implements Outcome<T> {}
}
