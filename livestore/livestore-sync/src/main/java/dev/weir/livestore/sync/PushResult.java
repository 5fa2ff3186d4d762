package dev.weir.livestore.sync;

/// A backend's answer to a push. Being behind is ordinary: the client pulls, rebases and pushes
/// again.
public sealed interface PushResult {
  /// Every event of the batch is stored, now or by an earlier push.
  record Accepted() implements PushResult {}

  /// The batch does not continue the store's log; nothing of it was stored by this push.
  ///
  /// @param minimumExpectedNum the store's head: the parent that a next event must name
  /// @param providedNum the parent that the batch names
  record ServerAhead(EventSeqNum minimumExpectedNum, EventSeqNum providedNum)
      implements PushResult {}
}
