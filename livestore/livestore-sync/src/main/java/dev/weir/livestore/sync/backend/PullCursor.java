package dev.weir.livestore.sync.backend;

import dev.weir.livestore.sync.EventSeqNum;
import java.util.Optional;

/// The last event of a store's log that a client has.
///
/// @param eventSeqNum the event's number
/// @param metadataJson what the backend delivered with it. Without it a pull reads the log from the
///   beginning and leaves out what the client has
public record PullCursor(EventSeqNum eventSeqNum, Optional<String> metadataJson) {}
