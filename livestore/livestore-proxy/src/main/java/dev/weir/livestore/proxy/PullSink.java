package dev.weir.livestore.proxy;

/// Where a pull's answer goes. Used by one thread.
public interface PullSink {
  /// Sends bytes of a `text/event-stream`, and waits until the connection has taken them, so that a
  /// slow client holds up nobody and fills no buffer.
  ///
  /// @throws InterruptedException if the client has gone
  void send(byte[] bytes) throws InterruptedException;

  /// Sends the last page of a response, and what ends it. A client that gets the one without the
  /// other takes the response for broken and asks for the page again, which a stock client does not
  /// bear; so a server should let both travel together, and with them the end of its answer.
  ///
  /// @throws InterruptedException if the client has gone
  default void sendLast(byte[] page, byte[] end) throws InterruptedException {
    send(page);
    send(end);
  }
}
