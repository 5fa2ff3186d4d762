package dev.weir.livestore.sync.merge;

import dev.weir.livestore.sync.ClientEvent;
import dev.weir.livestore.sync.ClientSeqNum;
import java.util.List;

/// What a merge changed, for whoever keeps a state that follows the log: first roll back, newest
/// first, then apply the new events in order.
public sealed interface MergeResult {
  /// The log went on.
  ///
  /// @param newEvents to be applied
  /// @param confirmed once pending, now known to be in the upstream's log
  record Advanced(List<ClientEvent> newEvents, List<ClientEvent> confirmed) implements MergeResult {
    public Advanced {
      newEvents = List.copyOf(newEvents);
      confirmed = List.copyOf(confirmed);
    }
  }

  /// The upstream has other events where this client had its own, which now come after them.
  ///
  /// @param rolledBack no longer where they were, oldest first
  /// @param newEvents to be applied: the upstream's, then this client's own with new numbers
  /// @param confirmed those before the first that was rolled back
  record Rebased(
      List<ClientEvent> rolledBack, List<ClientEvent> newEvents, List<ClientEvent> confirmed)
      implements MergeResult {
    public Rebased {
      rolledBack = List.copyOf(rolledBack);
      newEvents = List.copyOf(newEvents);
      confirmed = List.copyOf(confirmed);
    }
  }

  /// Local events do not continue the local head; nothing changed.
  ///
  /// @param expectedMinimum the least number that they could begin with
  record Rejected(ClientSeqNum expectedMinimum) implements MergeResult {}
}
