package dev.weir.s2.client;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import java.io.IOException;

/// One connection of an append session. All but [#cancel()] is called by the session's thread
/// alone.
interface AppendLink extends AutoCloseable {
  /// Sends a batch, or keeps it until the next flush.
  void send(AppendInput input) throws IOException;

  /// Sends what was kept.
  void flush() throws IOException;

  /// Says that no more batches come. The server acknowledges what it has, and ends.
  void finish() throws IOException;

  /// Ends the connection now. From any thread.
  void cancel();

  /// Ends the connection, if it has not ended, and lets go of what it took.
  @Override
  void close();

  /// What a connection tells its session.
  interface Events {
    /// The oldest batch that was sent and not acknowledged yet is durable.
    ///
    /// @param adviceIsTaken whether the server said it is about to go, and there is somewhere else
    void acknowledged(AppendAck ack, boolean adviceIsTaken);

    /// Nothing more will come.
    void ended(LinkEnd end);
  }
}
