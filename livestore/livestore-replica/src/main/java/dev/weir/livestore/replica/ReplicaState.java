package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.backend.PushRejectedException;

/// What a replica is doing about its backend.
public sealed interface ReplicaState {
  /// It syncs, or tries to: see [ReplicaStatus#lastError()].
  record Running() implements ReplicaState {}

  /// The backend will not take an event. It is still pulled; neither this event nor those behind it
  /// are pushed until [EventLog#retryRejected()] or [EventLog#discardRejected()].
  ///
  /// @param event the oldest pending event, with its number of now
  record Rejected(EncodedEvent event, PushRejectedException cause) implements ReplicaState {}

  /// It syncs no more, and lost nothing. After a [ReplicaStorageException] it commits no more
  /// either.
  ///
  /// @param cause [dev.weir.livestore.sync.backend.BackendReplacedException],
  ///   [HistoryMismatchException], [ReplicaStorageException], or a fault
  record Stopped(Throwable cause) implements ReplicaState {}

  /// It was closed.
  record Closed() implements ReplicaState {}
}
