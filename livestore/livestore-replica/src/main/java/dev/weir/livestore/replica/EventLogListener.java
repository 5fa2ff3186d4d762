package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.backend.PushRejectedException;

/// Told of what a replica does, one call after another. Whatever it does must be quick, and what it
/// throws is logged.
public interface EventLogListener {
  /// One that does not care.
  EventLogListener NONE = new EventLogListener() {};

  /// The backend will never take `event`; pushing waits for a decision.
  default void rejected(EncodedEvent event, PushRejectedException cause) {}

  /// Syncing has ended, see [ReplicaState.Stopped].
  default void stopped(Throwable cause) {}

  /// Something with the backend or the disk went wrong, and is tried again.
  default void troubled(Throwable cause) {}

  /// A subscription's handler failed; it gets the same events again.
  default void subscriptionFailed(String subscription, Throwable cause) {}
}
