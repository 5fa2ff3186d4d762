package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.util.List;

/// The oldest events that the backend has not accepted, to be pushed.
///
/// @param last how many events this replica had committed with the last of these, since it was
///   opened
/// @param epoch what it was when they got their numbers
/// @param backendHead what had been pulled by then
record PushBatch(List<EncodedEvent> events, long last, long epoch, EventSeqNum backendHead) {}
