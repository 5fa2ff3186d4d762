package dev.weir.s2.client;

import dev.weir.s2.AppendInput;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.Frames;
import java.io.IOException;
import java.time.Duration;

/// A connection over which batches and acknowledgements flow at the same time, as frames. A thread
/// of its own receives the acknowledgements.
final class FramedLink implements AppendLink {
  private final HttpCalls calls;
  private final HttpAttempt attempt;
  private final DuplexBody body;
  private final FrameCompression compression;

  private FramedLink(HttpCalls calls, HttpAttempt attempt, DuplexBody body) {
    this.calls = calls;
    this.attempt = attempt;
    this.body = body;
    this.compression = calls.config().compression().ofFrames();
  }

  /// Makes the connection; returns once the server has agreed to the session.
  ///
  /// @param attempt asks for the session, with `body` as its body
  static Outcome<AppendLink> open(
      HttpCalls calls, HttpAttempt attempt, DuplexBody body, Events events) {
    var link = new FramedLink(calls, attempt, body);
    boolean made = false;
    try {
      var outcome = link.answered(calls.run(attempt, calls.config().requestTimeout()), events);
      made = outcome instanceof Outcome.Success;
      return outcome;
    } catch (TransportException e) {
      return new Outcome.Failure<>(calls.redact(e), Duration.ZERO);
    } finally {
      if (!made) {
        link.close();
      }
    }
  }

  private Outcome<AppendLink> answered(Answer answer, Events events) {
    return switch (answer) {
      case Answer.Frames(FrameSource source) -> {
        receive(source, events);
        yield new Outcome.Success<>(this);
      }
      case Answer.Whole whole when !whole.isSuccess() -> calls.failure(whole);
      case Answer other -> {
        other.discard();
        throw new TransportException("no append session where one was asked for", true, null);
      }
    };
  }

  private void receive(FrameSource source, Events events) {
    try {
      calls.execute(() -> events.ended(receiveUntilEnd(source, events)));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private LinkEnd receiveUntilEnd(FrameSource source, Events events) {
    try (source) {
      while (source.readFrames(frame -> acknowledge(frame, events))) {}
      return new LinkEnd.Clean(source.isReconnectAdvised());
    } catch (S2Exception e) {
      return new LinkEnd.Failed(calls.redact(e), Duration.ZERO);
    } catch (IOException e) {
      return failed(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) { // whatever it is, the session waits for it
      return failed("unexpectedly: " + e, e);
    }
  }

  private static LinkEnd failed(String how, Exception cause) {
    return new LinkEnd.Failed(
        new TransportException("the append session broke: " + how, true, cause), Duration.ZERO);
  }

  private void acknowledge(Frame.Message frame, Events events) {
    boolean adviceIsTaken = frame.reconnectAdvised() && calls.retire(attempt.generation());
    events.acknowledged(AppendProto.decodeAck(frame.body()), adviceIsTaken);
  }

  @Override
  public void send(AppendInput input) throws IOException {
    attempt.write(() -> Frames.write(input, compression, body.sink().outputStream()));
  }

  @Override
  public void flush() throws IOException {
    attempt.write(body.sink()::flush);
  }

  @Override
  public void finish() throws IOException {
    attempt.write(body::close);
  }

  @Override
  public void cancel() {
    calls.cancel(attempt);
  }

  @Override
  public void close() {
    cancel();
    try {
      attempt.write(body::close);
    } catch (IOException e) {
      // as it does where something was still to be sent
    }
  }
}
