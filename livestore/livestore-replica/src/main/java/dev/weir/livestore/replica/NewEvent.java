package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;

/// An event that is to be committed: what it says, without a place in the log.
///
/// @param name the event definition's name, like `v1.TodoCreated`
/// @param argsJson the encoded arguments, one JSON value
public record NewEvent(String name, String argsJson) {
  public NewEvent {
    // A file and a request are UTF-8, which cannot hold them.
    argsJson = EncodedEvent.escapeLoneSurrogates(argsJson);
  }

  /// The event of this author, at the beginning of a log until it is given its place.
  ///
  /// @throws dev.weir.livestore.sync.MalformedEventException if the arguments are not JSON
  EncodedEvent by(Author author) {
    return EncodedEvent.of(
        name,
        argsJson,
        new EventSeqNum(1),
        EventSeqNum.ROOT,
        author.clientId(),
        author.sessionId());
  }
}
