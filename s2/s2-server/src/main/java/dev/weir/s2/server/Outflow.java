package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// The body of an answer, written by one thread that waits while the client is slow: what has not
/// left yet is at most [#WINDOW_BYTES], or one message.
final class Outflow {
  static final int WINDOW_BYTES = 256 * 1024;

  private record Sent(int bytes, CompletableFuture<Void> left) {}

  private final HttpResponseWriter writer;
  private final ArrayDeque<Sent> underway = new ArrayDeque<>();
  private int underwayBytes;

  Outflow(HttpResponseWriter writer) {
    this.writer = writer;
  }

  /// Sends a message, once there is room for it.
  ///
  /// @return false if the client is gone
  boolean send(byte[] message) throws InterruptedException {
    try {
      while (!underway.isEmpty()
          && (underway.peek().left().isDone() || underwayBytes + message.length > WINDOW_BYTES)) {
        var first = underway.remove();
        underwayBytes -= first.bytes();
        first.left().get();
      }
    } catch (ExecutionException e) {
      return false;
    }
    if (!writer.tryWrite(HttpData.wrap(message))) {
      return false;
    }
    underway.add(new Sent(message.length, writer.whenConsumed()));
    underwayBytes += message.length;
    return true;
  }
}
