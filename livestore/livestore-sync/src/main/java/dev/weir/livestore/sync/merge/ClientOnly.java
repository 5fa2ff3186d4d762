package dev.weir.livestore.sync.merge;

/// What a merge makes of events that never leave their client.
public enum ClientOnly {
  /// They are events like others: between a session and its leader, which both have them.
  COUNTED,
  /// The upstream has none of them, so none waits for it: between a leader and its backend.
  IGNORED
}
