package dev.weir.s2.client;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/// A read over as many connections as it takes.
///
/// One thread receives: it owns the connection and the progress, puts what arrives into the queue,
/// and connects anew where a connection breaks. The reader takes from the queue. Each connection
/// asks for what is left after the last message that was put, so no record is lost or repeated.
///
/// The failures counted are those since the last record: a connection that delivered some did its
/// work, however it ended. A heartbeat counts only when its connection has lived for a while, since
/// each new one begins with a heartbeat, also where it breaks at once.
final class HttpReadSession implements ReadSession, HttpCalls.Session {
  private static final Logger LOG = System.getLogger(HttpReadSession.class.getName());

  private static final long LIVED_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final HttpCalls calls;
  private final Function<ReadRequest, Request> requests;
  private final MessageQueue messages = new MessageQueue();
  private final Backoff backoff;
  private final boolean followsForEver;
  private volatile @Nullable HttpAttempt current;

  // The receiving thread's own.
  private ReadProgress progress;
  private int failures;
  private long connectedNanos;
  private boolean done;

  private HttpReadSession(
      HttpCalls calls, Function<ReadRequest, Request> requests, ReadRequest read) {
    this.calls = calls;
    this.requests = requests;
    var config = calls.config();
    this.followsForEver = read.limit().isNone() && read.maxWait().isEmpty();
    this.backoff = calls.backoff(followsForEver ? config.followRetry() : config.retry());
    this.progress = ReadProgress.start(read);
  }

  /// Opens the read; returns once the server has agreed to it.
  ///
  /// @param requests the HTTP request that asks for a read
  static HttpReadSession open(
      HttpCalls calls, Function<ReadRequest, Request> requests, ReadRequest read) {
    var session = new HttpReadSession(calls, requests, read);
    calls.add(session);
    try {
      var source = calls.retry(() -> session.connect(read), HttpCalls.REPEATABLE);
      session.start(source);
      return session;
    } catch (RuntimeException e) {
      calls.remove(session);
      throw e;
    }
  }

  @Override
  public ReadMessage next() {
    try {
      return messages.take();
    } catch (InterruptedException e) {
      close();
      throw new InterruptedCallException("records", e);
    }
  }

  @Override
  public void close() {
    messages.close();
    cancel();
  }

  private void start(MessageSource source) {
    try {
      calls.execute(() -> receive(source));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  @Override
  public void abandon() {
    close();
  }

  private void cancel() {
    var attempt = current;
    if (attempt != null) {
      attempt.cancel();
    }
  }

  private void receive(MessageSource first) {
    try {
      var source = Optional.of(first);
      while (source.isPresent()) {
        var broken = receiveUntilBroken(source.get());
        if (done || messages.isClosed()) {
          break;
        }
        source = broken.isPresent() ? resume(broken.get()) : moveOn();
      }
      messages.end();
    } catch (S2Exception e) {
      messages.fail(e);
    } catch (RuntimeException | Error e) { // whatever it is, a reader waits for it
      messages.fail(new TransportException("the read failed unexpectedly", true, e));
    } finally {
      calls.remove(this);
    }
  }

  /// Receives until the read is done, or its connection broken; how it broke. Empty also where the
  /// server advised to go on elsewhere.
  private Optional<S2Exception> receiveUntilBroken(MessageSource source) {
    connectedNanos = System.nanoTime();
    try (source) {
      while (!done && !messages.isClosed()) {
        source.read(message -> accept(message, source));
        if (!done && source.isReconnectAdvised() && isAdviceTaken()) {
          return Optional.empty();
        }
      }
      return Optional.empty();
    } catch (S2Exception e) {
      return Optional.of(calls.redact(e));
    } catch (IOException e) {
      return Optional.of(new TransportException("the read broke: " + e.getMessage(), true, e));
    }
  }

  private void accept(ReadMessage message, MessageSource source) {
    if (done) {
      return; // the rest of the chunk that held the end
    }
    long now = System.nanoTime();
    switch (message) {
      case ReadMessage.Batch(var batch) -> {
        progress = progress.after(batch, now);
        failures = 0;
      }
      case ReadMessage.Heartbeat heartbeat -> {
        progress = progress.after(heartbeat, now);
        failures = now - connectedNanos < LIVED_NANOS ? failures : 0;
      }
      case ReadMessage.End() -> {
        if (followsForEver && source.endsWithItsResponse()) {
          throw new TransportException("the server ended a read that has no end", true, null);
        }
        done = true;
        return;
      }
    }
    messages.put(message);
  }

  /// Connects anew as the server advised: at once, and without counting a failure. Empty if nothing
  /// is left to read.
  private Optional<MessageSource> moveOn() {
    if (progress.isComplete()) {
      return Optional.empty();
    }
    return resume(connect(progress.rest(System.nanoTime())));
  }

  /// Connects anew after `broken`; empty if nothing is left to read.
  ///
  /// @throws S2Exception what ends the read
  private Optional<MessageSource> resume(S2Exception broken) {
    if (broken instanceof RequestRejectedException e && e.code() == ErrorCode.SERVER_DRAINING) {
      var unused = isAdviceTaken(); // the next attempt finds another connection
    }
    return resume(new Outcome.Failure<>(broken, Duration.ZERO));
  }

  private boolean isAdviceTaken() {
    var attempt = current;
    return attempt != null && calls.retire(attempt.generation());
  }

  private Optional<MessageSource> resume(Outcome<MessageSource> last) {
    var outcome = last;
    while (outcome instanceof Outcome.Failure<MessageSource>(var reason, var retryAfter)) {
      failures++;
      if (progress.isComplete() || isAtEnd(reason)) {
        return Optional.empty();
      }
      if (!backoff.allows(failures) || !reason.isRetryable()) {
        throw reason;
      }
      if (isClosedWithin(backoff.delay(failures, retryAfter))) {
        return Optional.empty();
      }
      var rest = progress.rest(System.nanoTime());
      LOG.log(Level.DEBUG, () -> "resuming " + rest + " after: " + reason.getMessage());
      outcome = connect(rest);
    }
    return outcome instanceof Outcome.Success<MessageSource>(var source)
        ? Optional.of(source)
        : Optional.empty();
  }

  /// A bounded read whose connection broke between its last record and its end is refused with the
  /// tail, when it is resumed there.
  private boolean isAtEnd(S2Exception reason) {
    return reason instanceof RangeNotSatisfiableException range
        && progress.next().isPresent()
        && range.tail().seqNum() == progress.next().getAsLong();
  }

  private boolean isClosedWithin(Duration delay) {
    try {
      return messages.awaitClosed(delay);
    } catch (InterruptedException e) {
      throw new InterruptedCallException("the next attempt", e);
    }
  }

  private Outcome<MessageSource> connect(ReadRequest read) {
    var attempt = calls.read(requests.apply(read));
    current = attempt;
    if (messages.isClosed()) {
      attempt.cancel(); // by whoever closed, had they seen it
    }
    try {
      return switch (calls.run(attempt, calls.config().requestTimeout())) {
        case Answer.Events(MessageSource source) -> new Outcome.Success<>(source);
        case Answer.Frames(MessageSource source) -> new Outcome.Success<>(source);
        case Answer.Whole answer when answer.isSuccess() ->
            throw new TransportException("one answer where a session was expected", true, null);
        case Answer.Whole answer -> calls.failure(answer);
      };
    } catch (TransportException e) {
      return new Outcome.Failure<>(e, Duration.ZERO);
    }
  }
}
