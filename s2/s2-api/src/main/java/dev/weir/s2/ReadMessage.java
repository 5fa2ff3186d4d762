package dev.weir.s2;

/// What a [ReadSession] delivers.
public sealed interface ReadMessage {
  /// Records, never none.
  record Batch(ReadBatch batch) implements ReadMessage {}

  /// The reader is at the tail and the session is alive. Sent on arrival at the tail and every 5 to
  /// 15 s of silence.
  ///
  /// @param timestamp the store's clock, milliseconds since the epoch; this machine's where the way
  ///   from the store does not carry it
  record Heartbeat(long timestamp, StreamPosition tail) implements ReadMessage {}

  /// Nothing more will come: a limit was met, or the wait ran out.
  record End() implements ReadMessage {}
}
