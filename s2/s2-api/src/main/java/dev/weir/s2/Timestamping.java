package dev.weir.s2;

import java.util.Optional;

/// How a stream's records get their timestamps. What is empty falls to the basin's default, then to
/// S2's.
///
/// @param mode whose timestamp counts
/// @param uncapped whether a client's timestamp may lie in the future
public record Timestamping(Optional<Mode> mode, Optional<Boolean> uncapped) {
  /// Nothing said.
  public static final Timestamping UNSET = new Timestamping(Optional.empty(), Optional.empty());

  /// Whose timestamp counts.
  public enum Mode {
    /// The client's where it gives one, else the time of arrival.
    CLIENT_PREFER,
    /// The client's; a record without one is refused.
    CLIENT_REQUIRE,
    /// The time of arrival.
    ARRIVAL
  }

  Timestamping orElse(Timestamping fallback) {
    return new Timestamping(mode.or(fallback::mode), uncapped.or(fallback::uncapped));
  }
}
