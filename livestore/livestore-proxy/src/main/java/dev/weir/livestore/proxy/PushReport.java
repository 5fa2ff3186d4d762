package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// One push, from its arrival to its end.
///
/// @param storeId as its client named it; empty if it was refused before that was known
/// @param principal whose it is; empty unless it was let in
/// @param address where it came from
/// @param events in the order of the push; none where they could not be read
/// @param bytes of its body; 0 where that could not be read
/// @param nanos from its arrival to the decision
public record PushReport(
    Optional<String> storeId,
    Optional<String> principal,
    Optional<InetAddress> address,
    List<EncodedEvent> events,
    long bytes,
    Ending ending,
    long nanos) {
  public PushReport {
    events = List.copyOf(events);
  }

  /// How a push ended.
  public sealed interface Ending {
    /// It is stored.
    ///
    /// @param events of it that were not stored before
    record Stored(int events) implements Ending {}

    /// The store's head is ahead of it: its client pulls, rebases and pushes again.
    record Behind(PushResult.ServerAhead ahead) implements Ending {}

    /// It was refused.
    ///
    /// @param message what its client is told
    record Refused(Refusal why, String message) implements Ending {}
  }
}
