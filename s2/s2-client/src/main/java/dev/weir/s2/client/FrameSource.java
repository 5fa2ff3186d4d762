package dev.weir.s2.client;

import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameDecoder;
import dev.weir.s2.wire.FrameException;
import dev.weir.s2.wire.ReadProto;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.Response;

/// A response of framed messages: of a read, or the acknowledgements of an append session.
final class FrameSource implements MessageSource {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final Response response;
  private final FrameDecoder decoder = FrameDecoder.ofServer();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private boolean reconnectAdvised;

  FrameSource(Response response) {
    this.response = response;
  }

  /// Waits for bytes, and gives `frames` the messages that they complete; false once the response
  /// has ended as it should.
  ///
  /// @throws dev.weir.s2.S2Exception what a terminal frame says
  /// @throws TransportException if what came is no frame
  boolean readFrames(Consumer<Frame.Message> frames) throws IOException {
    int length = response.body().source().read(chunk);
    try {
      if (length < 0) {
        decoder.end();
        return false;
      }
      decoder.feed(chunk, 0, length);
      for (var frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
        accept(frame.get(), frames);
      }
      return true;
    } catch (FrameException e) {
      throw new TransportException("the answer is not S2's: " + e.getMessage(), true, e);
    }
  }

  @Override
  public void read(Consumer<ReadMessage> messages) throws IOException {
    boolean goesOn =
        readFrames(frame -> message(ReadProto.decode(frame.body())).ifPresent(messages));
    if (!goesOn) {
      messages.accept(new ReadMessage.End());
    }
  }

  private void accept(Frame frame, Consumer<Frame.Message> frames) {
    switch (frame) {
      case Frame.Message message -> {
        reconnectAdvised |= message.reconnectAdvised();
        frames.accept(message);
      }
      case Frame.Terminal(int status, byte[] body) -> throw ErrorJson.decode(status, body);
    }
  }

  /// A batch of no records is a heartbeat. It does not say what time it is where it comes from.
  private static Optional<ReadMessage> message(ReadBatch batch) {
    if (!batch.records().isEmpty()) {
      return Optional.of(new ReadMessage.Batch(batch));
    }
    return batch.tail().map(tail -> new ReadMessage.Heartbeat(System.currentTimeMillis(), tail));
  }

  @Override
  public boolean isReconnectAdvised() {
    return reconnectAdvised;
  }

  @Override
  public boolean endsWithItsResponse() {
    return true;
  }

  @Override
  public void close() {
    response.close();
  }
}
