package dev.weir.s2.server;

import dev.weir.s2.AppendAck;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.Frames;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What an append session owes its client, in the order of its inputs: an acknowledgement for each,
/// then its end. The first input that failed is the end, whatever comes behind.
///
/// One thread at a time owes, and one takes.
final class Replies {
  /// What the client is told next.
  ///
  /// @param frames what is ready, as bytes; may be none
  /// @param acks how many acknowledgements that is
  /// @param last whether the session is over with it
  @SuppressWarnings("ArrayRecordComponent") // handed to the network as it is
  record Reply(byte[] frames, int acks, boolean last) {}

  private sealed interface Owed {
    record Ack(CompletableFuture<AppendAck> ack) implements Owed {}

    record End(Optional<Frame.Terminal> failure) implements Owed {}
  }

  /// Enough for one write, so that nothing else on the event loop waits long.
  private static final int MAX_REPLY_BYTES = 32 * 1024;

  private final FrameCompression compression;
  private final Queue<Owed> owed = new ConcurrentLinkedQueue<>();
  private volatile boolean reconnectAdvised;

  Replies(FrameCompression compression) {
    this.compression = compression;
  }

  void oweAck(CompletableFuture<AppendAck> ack) {
    owed.add(new Owed.Ack(ack));
  }

  /// Nothing is owed after that.
  ///
  /// @param failure empty for a clean end
  void oweEnd(Optional<Frame.Terminal> failure) {
    owed.add(new Owed.End(failure));
  }

  /// From now on each acknowledgement says that the server will soon go away.
  void adviseReconnect() {
    reconnectAdvised = true;
  }

  /// All that can be told now.
  Reply take() {
    var frames = new ByteArrayOutputStream();
    int acks = 0;
    while (frames.size() < MAX_REPLY_BYTES) {
      switch (owed.peek()) {
        case Owed.Ack(var ack) when ack.isDone() -> {
          owed.remove();
          try {
            frames.writeBytes(encode(ack.join()));
            acks++;
          } catch (RuntimeException | Error e) {
            // Whatever it is, the client is told: one that hears nothing waits for ever.
            return end(frames, acks, Optional.of(Frame.Terminal.of(Failures.response(e))));
          }
        }
        case Owed.End(var failure) -> {
          return end(frames, acks, failure);
        }
        case null, default -> {
          return new Reply(frames.toByteArray(), acks, false);
        }
      }
    }
    return new Reply(frames.toByteArray(), acks, false);
  }

  /// What the next reply waits for; empty if nothing is owed.
  Optional<CompletableFuture<AppendAck>> awaited() {
    return owed.peek() instanceof Owed.Ack(var ack) ? Optional.of(ack) : Optional.empty();
  }

  boolean isNothingOwed() {
    return owed.isEmpty();
  }

  private byte[] encode(AppendAck ack) {
    return reconnectAdvised
        ? Frames.encode(new Frame.Message(AppendProto.encodeAck(ack), true), compression)
        : Frames.encode(ack, compression);
  }

  private Reply end(ByteArrayOutputStream frames, int acks, Optional<Frame.Terminal> failure) {
    failure.ifPresent(frame -> frames.writeBytes(Frames.encode(frame, FrameCompression.NONE)));
    owed.clear();
    return new Reply(frames.toByteArray(), acks, true);
  }
}
