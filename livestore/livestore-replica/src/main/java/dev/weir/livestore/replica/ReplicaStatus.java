package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;
import java.util.Optional;

/// How a replica and its backend stand.
///
/// @param localHead the last event, pending ones included
/// @param backendHead the last event that was pulled
/// @param pending how many of its own events were not pulled yet
/// @param unacknowledged how many of those the backend has not accepted either
/// @param caughtUp whether the backend had no more when it was last asked
/// @param connected whether the backend could be reached lately
/// @param lastError what went wrong with the backend or the disk since it last went well
public record ReplicaStatus(
    EventSeqNum localHead,
    EventSeqNum backendHead,
    long pending,
    long unacknowledged,
    boolean caughtUp,
    boolean connected,
    ReplicaState state,
    Optional<Throwable> lastError) {}
