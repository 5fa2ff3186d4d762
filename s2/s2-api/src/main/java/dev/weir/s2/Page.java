package dev.weir.s2;

import java.util.List;

/// One page of a list.
///
/// @param hasMore whether at least one further item matches
public record Page<T>(List<T> items, boolean hasMore) {
  public Page {
    items = List.copyOf(items);
  }
}
