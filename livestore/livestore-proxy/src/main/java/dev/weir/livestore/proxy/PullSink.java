package dev.weir.livestore.proxy;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// Where a pull's answer goes. Used by one thread.
public interface PullSink {
  /// Sends bytes of a `text/event-stream`, and waits until the connection has taken them, so that a
  /// slow client holds up nobody and fills no buffer.
  ///
  /// @throws InterruptedException if the client has gone
  void send(byte[] bytes) throws InterruptedException;

  /// Sends bytes that come in pieces. The same as to send them at once, in less memory.
  ///
  /// @throws InterruptedException if the client has gone
  default void send(List<byte[]> pieces) throws InterruptedException {
    send(joined(pieces));
  }

  /// Sends the last page of a response, and what ends it. A client that gets the one without the
  /// other takes the response for broken and asks for the page again, which a stock client does not
  /// bear; so a server should let both travel together, and with them the end of its answer.
  ///
  /// @throws InterruptedException if the client has gone
  default void sendLast(List<byte[]> page, byte[] end) throws InterruptedException {
    send(page);
    send(end);
  }

  private static byte[] joined(List<byte[]> pieces) {
    var all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
