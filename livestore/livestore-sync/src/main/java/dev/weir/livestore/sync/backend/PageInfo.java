package dev.weir.livestore.sync.backend;

/// What a client knows, after a page of events, of those still to come.
public sealed interface PageInfo {
  /// None are known: a first sync is complete.
  record NoMore() implements PageInfo {}

  /// More follow at once.
  ///
  /// @param remaining how many records, at least 1
  record MoreKnown(long remaining) implements PageInfo {}

  /// More follow at once, and nobody knows how many.
  record MoreUnknown() implements PageInfo {}
}
