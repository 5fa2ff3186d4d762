package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;

/// Something that is made of a store's events, such as tables of a database, and that keeps its own
/// checkpoint. If [#apply] stores it in the transaction that stores the rest, every event takes
/// effect exactly once, whatever crashes. Called by one thread at a time. [JdbcProjection] is one.
public interface Projection {
  /// The last event that took effect, or [EventSeqNum#ROOT]. Asked for at the beginning, and again
  /// after a failure, whose transaction may have been committed all the same.
  EventSeqNum checkpoint() throws Exception;

  /// Lets events take effect, and stores [EventPage#checkpoint()], together. If this throws, the
  /// events behind the [#checkpoint()] come again, after a pause.
  void apply(EventPage page) throws Exception;
}
