package dev.weir.s2.client;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An append session over as many connections as it takes.
///
/// One thread connects and sends: it owns the connection, and takes from the [AppendBacklog] what
/// to do next. When a connection ends, [Recovery] decides; then everything unacknowledged is sent
/// again over the next one, in order, each batch with a new deadline. Acknowledgements come in on
/// the connection's own thread. A timer ends a connection whose oldest batch waits too long.
final class HttpAppendSession implements AppendSession, HttpCalls.Session {
  private static final Logger LOG = System.getLogger(HttpAppendSession.class.getName());

  private final HttpCalls calls;
  private final HttpStream stream;
  private final AppendRetry policy;
  private final Backoff backoff;
  private final AppendBacklog backlog;
  private final Verification verification;
  private final Duration ackTimeout;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable AppendLink link;
  private volatile Connections.@Nullable Generation generation;
  private volatile boolean aborted;

  // The sending thread's own.
  private boolean speaksHttp1;

  private HttpAppendSession(HttpCalls calls, HttpStream stream, AppendSessionOptions options) {
    var config = calls.config();
    this.calls = calls;
    this.stream = stream;
    this.policy = config.appendRetry();
    this.backoff = calls.backoff(config.retry());
    this.backlog = new AppendBacklog(options, policy == AppendRetry.EXACTLY_ONCE);
    this.verification = new Verification(stream);
    this.ackTimeout = config.requestTimeout();
    this.speaksHttp1 =
        config.cleartext() == Cleartext.HTTP_1_1 && config.endpoints().areCleartext();
  }

  /// Opens a session; returns once the server has agreed to it.
  static HttpAppendSession open(HttpCalls calls, HttpStream stream, AppendSessionOptions options) {
    var session = new HttpAppendSession(calls, stream, options);
    calls.add(session);
    try {
      session.start(calls.retry(session::connect, HttpCalls.REPEATABLE));
      return session;
    } catch (RuntimeException e) {
      session.closeLink();
      calls.remove(session);
      throw e;
    }
  }

  private void start(AppendLink first) {
    if (policy == AppendRetry.EXACTLY_ONCE) {
      backlog.startAt(stream.checkTail().seqNum()); // after connecting, which may create the stream
    }
    calls.execute(() -> drive(first));
    watch(ackTimeout);
  }

  @Override
  public CompletableFuture<AppendAck> submit(AppendInput input) {
    return backlog.add(input);
  }

  @Override
  public void close() {
    try {
      backlog.awaitSettled();
      awaitOver();
    } catch (InterruptedCallException e) {
      abort();
      throw e;
    }
  }

  @Override
  public void abort() {
    aborted = true;
    backlog.fail(
        new OutcomeUnknownException(
            "the append session was aborted; whether the batch is appended is unknown"));
    cancelLink();
    backlog.awaitTold();
  }

  @Override
  public void abandon() {
    abort();
  }

  /// Everything is acknowledged; what is left is the server's end of the connection.
  private void awaitOver() {
    try {
      if (!over.await(ackTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
        cancelLink();
      }
    } catch (InterruptedException e) {
      throw new InterruptedCallException("the end of the append session", e);
    }
  }

  private void drive(AppendLink first) {
    try {
      var current = Optional.of(first);
      while (current.isPresent()) {
        LinkEnd end;
        try (var used = current.get()) {
          end = pump(used);
        }
        leaveIfSilent(end);
        current = next(end);
      }
    } catch (S2Exception e) {
      backlog.fail(e);
    } catch (RuntimeException | Error e) { // whatever it is, somebody waits for acknowledgements
      backlog.fail(new IllegalStateException("the append session failed unexpectedly", e));
    } finally {
      calls.remove(this);
      over.countDown();
    }
  }

  private void leaveIfSilent(LinkEnd end) {
    var silent = generation;
    if (end instanceof LinkEnd.Silent && silent != null) {
      calls.leave(silent);
    }
  }

  /// Sends what there is to send until the connection is over.
  private LinkEnd pump(AppendLink current) {
    boolean kept = false;
    boolean finished = false;
    while (true) {
      var work = backlog.next(kept, finished);
      if (work instanceof AppendBacklog.Work.Over(LinkEnd end)) {
        return end;
      }
      kept = work instanceof AppendBacklog.Work.Send;
      finished |= !isDone(work, current) || work instanceof AppendBacklog.Work.Finish;
    }
  }

  /// Whether it could be written. If not, the receiving side learns why, and says so.
  private static boolean isDone(AppendBacklog.Work work, AppendLink current) {
    try {
      switch (work) {
        case AppendBacklog.Work.Send(AppendInput input) -> current.send(input);
        case AppendBacklog.Work.Flush() -> current.flush();
        case AppendBacklog.Work.Finish() -> current.finish();
        case AppendBacklog.Work.Over unused -> {}
      }
      return true;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "an append session cannot write: " + e.getMessage());
      return false;
    }
  }

  /// The connection to go on with after one has ended; empty when there is nothing to go on with.
  ///
  /// @throws S2Exception what ends the session
  private Optional<AppendLink> next(LinkEnd ended) {
    var end = ended;
    while (!aborted) {
      var situation = backlog.situation(isAdviceTaken(end));
      switch (Recovery.after(end, situation, policy, backoff)) {
        case Recovery.GiveUp(S2Exception reason) -> {
          if (situation.unacknowledged() > 0 || !reason.isRetryable()) {
            throw reason;
          }
          backlog.forgetFailures(); // nobody was waiting for anything
        }
        case Recovery.Resend how -> {
          backlog.rewind(how);
          if (situation.unacknowledged() > 0 && !backlog.pause(how.delay())) {
            return Optional.empty();
          }
        }
      }
      if (!backlog.awaitUnsent()) {
        return Optional.empty();
      }
      switch (reconnect()) {
        case Outcome.Success<Optional<AppendLink>>(Optional<AppendLink> made)
            when made.isPresent() -> {
          return made;
        }
        case Outcome.Success<Optional<AppendLink>> unused -> end = new LinkEnd.Clean(true);
        case Outcome.Failure<Optional<AppendLink>>(S2Exception reason, Duration retryAfter) ->
            end = new LinkEnd.Failed(reason, retryAfter);
      }
    }
    return Optional.empty();
  }

  /// Makes the next connection, once it is certain what the stream holds, where that matters. Empty
  /// if nothing is left to send.
  private Outcome<Optional<AppendLink>> reconnect() {
    try {
      if (policy == AppendRetry.EXACTLY_ONCE) {
        verification.settle(backlog);
      }
    } catch (S2Exception e) {
      return e.isRetryable() ? new Outcome.Failure<>(e, Duration.ZERO) : giveUp(e);
    }
    return switch (connect()) {
      case Outcome.Success<AppendLink>(AppendLink made) -> new Outcome.Success<>(Optional.of(made));
      case Outcome.Failure<AppendLink>(S2Exception reason, Duration retryAfter) ->
          new Outcome.Failure<>(reason, retryAfter);
    };
  }

  private static <T> Outcome<T> giveUp(S2Exception reason) {
    throw reason;
  }

  private Outcome<AppendLink> connect() {
    var inbox = backlog.openInbox();
    if (!speaksHttp1) {
      var body = new DuplexBody();
      var attempt = calls.attempt(stream.openingAppend(body));
      generation = attempt.generation();
      var outcome = FramedLink.open(calls, attempt, body, inbox);
      if (outcome instanceof Outcome.Success || !attempt.isHttp1()) {
        return kept(outcome);
      }
      speaksHttp1 = true; // as it turned out: the server chose so
    }
    return kept(new Outcome.Success<>(new UnaryLink(calls, stream, inbox)));
  }

  private Outcome<AppendLink> kept(Outcome<AppendLink> outcome) {
    if (outcome instanceof Outcome.Success<AppendLink>(AppendLink made)) {
      link = made;
      if (aborted) {
        made.cancel(); // by whoever aborted, had they seen it
      }
    }
    return outcome;
  }

  private boolean isAdviceTaken(LinkEnd end) {
    boolean isAdvice =
        switch (end) {
          case LinkEnd.Clean(boolean advised) -> advised;
          case LinkEnd.Failed(S2Exception reason, var unused) ->
              reason instanceof RequestRejectedException e && e.code() == ErrorCode.SERVER_DRAINING;
          case LinkEnd.Silent unused -> false;
        };
    var advised = generation;
    return isAdvice && advised != null && calls.retire(advised);
  }

  /// Ends the connection when its oldest batch has waited too long, and looks again when the next
  /// may have.
  private void watch(Duration delay) {
    if (over.getCount() > 0) {
      try {
        var unused = calls.schedule(this::look, delay);
      } catch (java.util.concurrent.RejectedExecutionException e) {
        abort(); // the client is closed
      }
    }
  }

  private void look() {
    var left = backlog.untilOverdue(ackTimeout).orElse(ackTimeout);
    if (left.isPositive()) {
      watch(left);
      return;
    }
    var late =
        new TransportException(
            "no acknowledgement within " + ackTimeout.toMillis() + " ms", true, null);
    backlog.end(new LinkEnd.Silent(late));
    cancelLink();
    watch(ackTimeout);
  }

  private void closeLink() {
    var current = link;
    if (current != null) {
      current.close();
    }
  }

  private void cancelLink() {
    var current = link;
    if (current != null) {
      current.cancel();
    }
  }
}
