package dev.weir.s2.server;

import dev.weir.s2.AppendSession;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.server.BodyChunks.Event;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameDecoder;
import dev.weir.s2.wire.FrameException;
import java.util.ArrayList;
import java.util.Optional;

/// Takes the inputs of one append session out of the request's body and submits them, one by one,
/// until there is a reason to stop. It waits where the store or the client's reading is behind, and
/// then takes no more of the body.
final class AppendIntake {
  /// Why no more inputs are taken.
  private sealed interface Stop {
    /// The client has sent all.
    record Complete() implements Stop {}

    /// What came is no input, or it was refused, or the server is going away.
    record Failed(Frame.Terminal failure) implements Stop {}

    /// Nobody is there to be told.
    record Lost() implements Stop {}
  }

  private final AppendSession session;
  private final BodyChunks chunks;
  private final Replies replies;
  private final AckWriter acks;
  private final FrameDecoder decoder = new FrameDecoder();
  private volatile boolean draining;

  AppendIntake(AppendSession session, BodyChunks chunks, Replies replies, AckWriter acks) {
    this.session = session;
    this.chunks = chunks;
    this.replies = replies;
    this.acks = acks;
  }

  /// Takes no more inputs; the client is told so once all before are acknowledged.
  void drain() {
    draining = true;
    replies.adviseReconnect();
    chunks.stop();
  }

  /// Returns when the session is over and its client was told, or is gone.
  void run() {
    try {
      switch (takeAll()) {
        case Stop.Complete() -> end(Optional.empty());
        case Stop.Failed(var failure) -> end(Optional.of(failure));
        case Stop.Lost() -> {}
      }
      close();
      acks.awaitEnd();
    } catch (InterruptedException | InterruptedCallException e) { // the server goes away
      end(Optional.of(Frame.Terminal.of(Failures.DRAINING)));
      session.abort();
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /// Whatever it is, the client is told: one that hears nothing waits for ever.
  private void fail(Throwable cause) {
    try {
      end(Optional.of(Frame.Terminal.of(Failures.response(cause))));
    } finally {
      session.abort();
    }
  }

  private void end(Optional<Frame.Terminal> failure) {
    replies.oweEnd(failure);
    acks.wake();
  }

  /// Lets go of the stream once all that was submitted is finished.
  private void close() {
    try {
      session.close();
    } catch (InterruptedCallException e) {
      throw e;
    } catch (S2Exception e) {
      // The client learns of it from the first input that failed.
    }
  }

  private Stop takeAll() throws InterruptedException {
    var events = new ArrayList<Event>();
    while (true) {
      chunks.take(events);
      int taken = 0;
      for (var event : events) {
        var stop = take(event);
        if (stop.isPresent()) {
          return stop.get();
        }
        taken++;
      }
      chunks.done(taken);
    }
  }

  private Optional<Stop> take(Event event) throws InterruptedException {
    try {
      return switch (event) {
        case Event.Chunk(var bytes) -> submitAll(bytes);
        case Event.End() -> {
          decoder.end();
          yield Optional.of(new Stop.Complete());
        }
        case Event.Lost() -> Optional.of(new Stop.Lost());
        case Event.Stopped() -> Optional.of(failed(Frame.Terminal.of(Failures.DRAINING)));
      };
    } catch (FrameException e) {
      return Optional.of(failed(badFrame(e)));
    } catch (InterruptedCallException e) {
      throw e;
    } catch (RequestRejectedException e) {
      return Optional.of(
          failed(
              e.code() == ErrorCode.BAD_PROTO
                  ? badFrame(e)
                  : Frame.Terminal.of(Failures.response(e))));
    } catch (S2Exception e) {
      return Optional.of(failed(Frame.Terminal.of(Failures.response(e))));
    }
  }

  private Optional<Stop> submitAll(byte[] bytes) throws InterruptedException, FrameException {
    decoder.feed(bytes);
    for (var frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
      if (draining) {
        return Optional.of(failed(Frame.Terminal.of(Failures.DRAINING)));
      }
      switch (frame.get()) {
        case Frame.Message message -> {
          var input = AppendProto.decode(message.body());
          acks.awaitRoom();
          if (acks.isOver()) {
            return Optional.of(new Stop.Lost());
          }
          replies.oweAck(session.submit(input));
          acks.wake();
        }
        case Frame.Terminal terminal -> {
          return Optional.of(failed(badFrame("Unexpected terminal frame as input")));
        }
      }
    }
    return Optional.empty();
  }

  private static Stop failed(Frame.Terminal failure) {
    return new Stop.Failed(failure);
  }

  private static Frame.Terminal badFrame(Exception fault) {
    return badFrame(String.valueOf(fault.getMessage()));
  }

  private static Frame.Terminal badFrame(String detail) {
    return Frame.Terminal.of(
        Failures.response(
            new RequestRejectedException(
                ErrorCode.BAD_FRAME, "Failed to decode S2S frame: " + detail)));
  }
}
