package dev.weir.livestore.sync.backend;

/// When a pull is over.
public enum PullMode {
  /// With the last event that the backend had when it was asked.
  ONCE,
  /// Never: it goes on with events as they come.
  LIVE
}
