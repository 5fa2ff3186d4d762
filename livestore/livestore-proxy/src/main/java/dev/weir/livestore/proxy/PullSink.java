package dev.weir.livestore.proxy;

/// Where a pull's answer goes. Used by one thread.
public interface PullSink {
  /// Sends bytes of a `text/event-stream`, and waits until the connection has taken them, so that a
  /// slow client holds up nobody and fills no buffer.
  ///
  /// @throws InterruptedException if the client has gone
  void send(byte[] bytes) throws InterruptedException;
}
