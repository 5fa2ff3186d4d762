package dev.weir.s2;

/// An open read of one stream, used by one thread. Without limits it follows the stream until it is
/// closed.
public interface ReadSession extends AutoCloseable {
  /// Waits for the next message. After [ReadMessage.End] every call gives `End` again.
  ///
  /// @throws S2Exception if the read failed; the session is over
  /// @throws InterruptedCallException if the thread was interrupted while waiting; the session is
  ///   over
  ReadMessage next();

  /// Ends the read. May be called from any thread; a waiting [#next()] returns [ReadMessage.End].
  @Override
  void close();
}
