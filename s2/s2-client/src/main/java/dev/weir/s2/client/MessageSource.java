package dev.weir.s2.client;

import dev.weir.s2.ReadMessage;
import java.io.IOException;
import java.util.function.Consumer;

/// The messages of one response to an open read, used by one thread.
sealed interface MessageSource extends AutoCloseable permits EventSource, FrameSource {
  /// Waits for bytes, and gives `messages` what they complete.
  ///
  /// @throws dev.weir.s2.S2Exception if the server says that the read failed, or what came is not
  ///   S2's protocol
  void read(Consumer<ReadMessage> messages) throws IOException;

  /// Whether the server is about to go, and wants the read to go on elsewhere.
  boolean isReconnectAdvised();

  /// Whether an end of the response by itself looks like the end of the read.
  boolean endsWithItsResponse();

  @Override
  void close();
}
