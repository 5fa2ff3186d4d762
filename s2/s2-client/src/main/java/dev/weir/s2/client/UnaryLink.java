package dev.weir.s2.client;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.S2Exception;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A stand-in for a session's connection where HTTP/1.1 is spoken: one append after the other, each
/// a request of its own, so that their order holds.
final class UnaryLink implements AppendLink {
  private final HttpCalls calls;
  private final HttpStream stream;
  private final Events events;
  private volatile @Nullable HttpAttempt current;
  private volatile boolean cancelled;

  UnaryLink(HttpCalls calls, HttpStream stream, Events events) {
    this.calls = calls;
    this.stream = stream;
    this.events = events;
  }

  /// Waits for the acknowledgement.
  @Override
  public void send(AppendInput input) {
    var attempt = calls.attempt(stream.appending(input));
    current = attempt;
    if (cancelled) {
      attempt.cancel();
    }
    switch (stream.attempt(input, attempt)) {
      case Outcome.Success<AppendAck>(AppendAck ack) -> events.acknowledged(ack, false);
      case Outcome.Failure<AppendAck>(S2Exception reason, Duration retryAfter) ->
          events.ended(new LinkEnd.Failed(reason, retryAfter));
    }
  }

  @Override
  public void flush() {
    // every batch has gone by itself
  }

  @Override
  public void finish() {
    events.ended(new LinkEnd.Clean(false));
  }

  @Override
  public void cancel() {
    cancelled = true;
    var attempt = current;
    if (attempt != null) {
      attempt.cancel();
    }
  }

  @Override
  public void close() {
    cancel();
  }
}
