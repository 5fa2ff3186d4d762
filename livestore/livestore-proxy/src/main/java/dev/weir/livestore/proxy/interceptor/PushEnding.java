package dev.weir.livestore.proxy.interceptor;

import dev.weir.livestore.sync.EventSeqNum;

/// What became of a push that no interceptor rejected.
public sealed interface PushEnding {
  /// All of it is stored.
  ///
  /// @param newEvents how many at its end were not stored before; 0 for a repeat
  record Stored(int newEvents) implements PushEnding {}

  /// Others wrote first: nothing new was stored. The client pulls, rebases and pushes again, its
  /// events then with other numbers.
  ///
  /// @param head the number of the store's last event
  record Behind(EventSeqNum head) implements PushEnding {}

  /// It could not be decided, or was refused. What became of it may be unknown; the client will
  /// most likely push it again.
  ///
  /// @param why for a log
  record Failed(String why) implements PushEnding {}
}
