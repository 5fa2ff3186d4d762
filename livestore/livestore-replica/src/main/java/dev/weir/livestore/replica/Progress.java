package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PullCursor;
import java.util.Optional;

/// How far a replica has come: what its writing thread says and others wait for.
///
/// @param cursor where a pull goes on
/// @param localHead the last event, pending ones included
/// @param committed events of this replica since it was opened, with those it found pending
/// @param acknowledged how many of them the backend has accepted
/// @param confirmed how many of them were pulled
record Progress(
    Optional<PullCursor> cursor,
    EventSeqNum localHead,
    long committed,
    long acknowledged,
    long confirmed,
    boolean caughtUp,
    ReplicaState state,
    Optional<Throwable> lastError) {
  static Progress of(
      PendingEvents pending,
      Optional<PullCursor> cursor,
      boolean caughtUp,
      ReplicaState state,
      Optional<Throwable> lastError) {
    return new Progress(
        cursor,
        pending.localHead(),
        pending.committed(),
        pending.acknowledged(),
        pending.confirmed(),
        caughtUp,
        state,
        lastError);
  }

  EventSeqNum backendHead() {
    return cursor.map(PullCursor::eventSeqNum).orElse(EventSeqNum.ROOT);
  }

  boolean isSyncing() {
    return state instanceof ReplicaState.Running || state instanceof ReplicaState.Rejected;
  }

  boolean isClosed() {
    return state instanceof ReplicaState.Closed;
  }
}
