package dev.weir.s2.lite;

/// Told what an [S2Lite] does, for metrics. Every method is empty by default, so that a listener
/// has only what it wants, and needs no library.
///
/// The calls come from the threads that do the work, the commit thread among them, which all
/// appends wait for: count and return. What a method throws is logged and changes nothing else.
/// Times are in nanoseconds, sizes in metered bytes unless said otherwise.
public interface S2LiteListener {
  /// Hears nothing.
  S2LiteListener NONE = new S2LiteListener() {};

  /// An append was let in among those in flight, having waited so long for room.
  default void appendPermitted(long waitedNanos) {}

  /// A batch is durable, and its caller is about to be told.
  ///
  /// @param nanos since the append was called, its wait for room included
  default void appendAcknowledged(int records, long meteredBytes, long nanos) {}

  /// Appends and changes of metadata became durable together.
  ///
  /// @param size how many there were
  /// @param bytes what they may have held of the appends in flight, in heap bytes
  /// @param nanos to write and sync them
  default void groupCommitted(int size, long bytes, long nanos) {}

  /// A write or its sync failed, and the appends and changes in it with it.
  default void commitFailed() {}

  /// The store writes again after a failed commit.
  ///
  /// @param nanos since the commit failed
  default void recovered(long nanos) {}

  /// The storage was read once, rightly or not: a page of records, a stream's state, a list.
  ///
  /// @param nanos with the wait for a thread
  default void storageRead(long nanos) {}

  /// Something in the storage cannot be read, for it is damaged or the disk is broken. Told, and
  /// logged, once for each message.
  default void unreadable(String message) {}

  /// A reader got a batch, from memory or from the storage.
  default void batchRead(int records, long meteredBytes) {}

  /// How many streams are in memory now.
  default void activeStreams(int count) {}
}
