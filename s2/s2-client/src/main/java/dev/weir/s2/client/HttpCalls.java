package dev.weir.s2.client;

import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.ErrorJson;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/// Makes the HTTP calls of one client: owns its connections, threads, open sessions and retries.
///
/// OkHttp itself retries nothing here. Left alone it resends a request whose connection broke, an
/// append's too, which would then be written twice.
final class HttpCalls implements AutoCloseable {
  /// A repetition does no harm.
  static final Predicate<S2Exception> REPEATABLE = S2Exception::isRetryable;

  /// A repetition does no harm only if the attempt did nothing.
  static final Predicate<S2Exception> ONCE = e -> e.isRetryable() && e.hasNoSideEffects();

  private static final int CLOSE_SECONDS = 10;

  /// So long after it was cancelled, nobody is in the midst of an attempt any more, unless the peer
  /// does not read.
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final S2ClientConfig config;
  private final Requests requests;
  private final Connections connections;
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<HttpAttempt> attempts = ConcurrentHashMap.newKeySet();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  HttpCalls(S2ClientConfig config) {
    this.config = config;
    this.requests = new Requests(config);
    this.connections = new Connections(config);
    this.timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name("s2-client-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("s2-client-", 0).factory());
  }

  Requests requests() {
    return requests;
  }

  S2ClientConfig config() {
    return config;
  }

  Backoff backoff(RetryPolicy retry) {
    return new Backoff(retry, new SplittableRandom());
  }

  /// Calls until it succeeds, or fails in a way that `mayRepeat` does not let pass.
  <T> T call(
      Request request,
      Duration timeout,
      Predicate<S2Exception> mayRepeat,
      Function<Answer.Whole, T> decode) {
    return retry(() -> attempt(attempt(request), timeout, decode), mayRepeat);
  }

  /// Calls what can be repeated without harm.
  <T> T call(Request request, Function<Answer.Whole, T> decode) {
    return call(request, config.requestTimeout(), REPEATABLE, decode);
  }

  /// Attempts until one succeeds, or fails in a way that `mayRepeat` does not let pass.
  <T> T retry(Supplier<Outcome<T>> attempt, Predicate<S2Exception> mayRepeat) {
    var backoff = backoff(config.retry());
    for (int failures = 1; ; failures++) {
      switch (attempt.get()) {
        case Outcome.Success<T>(T value) -> {
          return value;
        }
        case Outcome.Failure<T>(S2Exception reason, Duration retryAfter) -> {
          if (!backoff.allows(failures) || !mayRepeat.test(reason)) {
            throw reason;
          }
          pause(backoff.delay(failures, retryAfter));
        }
      }
    }
  }

  /// What a client ends when it is closed.
  interface Session {
    /// Ends the session at once.
    void abandon();
  }

  /// An attempt to open a read, not started: whoever keeps it can cancel it at any time.
  HttpAttempt read(Request request) {
    var generation = connections.current();
    return attempt(generation, generation.reads(), request);
  }

  /// An attempt to call or to open an append session, not started: whoever keeps it can cancel it
  /// at any time.
  HttpAttempt attempt(Request request) {
    var generation = connections.current();
    return attempt(generation, generation.whole(), request);
  }

  /// Takes the server's advice to go on elsewhere; whether it should be followed.
  boolean retire(Connections.Generation advised) {
    return connections.retire(advised);
  }

  /// Goes on over other connections than those of `silent`, which gave no answer in time.
  void leave(Connections.Generation silent) {
    connections.leave(silent);
  }

  /// Runs `task` once, after `delay`. It must not wait.
  Future<?> schedule(Runnable task, Duration delay) {
    return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Ends `attempt` from any thread, with its connection if that does not let go of it.
  void cancel(HttpAttempt attempt) {
    attempt.cancel();
    try {
      var unused = schedule(attempt::severIfBusy, MOMENT);
    } catch (RejectedExecutionException e) {
      // the client is closed, which ends every connection
    }
  }

  /// Runs `attempt` to its answer.
  ///
  /// @throws TransportException if none came
  Answer run(HttpAttempt attempt, Duration timeout) {
    attempts.add(attempt);
    try {
      requireOpen();
      execute(attempt);
      return attempt.await(timeout);
    } catch (TransportException e) {
      if (attempt.isOverdue()) {
        connections.leave(attempt.generation());
      }
      // Where one connection broke, the idle ones to the same server are likely dead too; each
      // would cost an attempt.
      connections.evictIdle();
      throw e;
    } finally {
      attempts.remove(attempt);
      if (attempt.isAbandoned()) {
        cancel(attempt);
      }
    }
  }

  /// Why `answer` is a failure, and what the server asks for before the next attempt.
  <T> Outcome<T> failure(Answer.Whole answer) {
    var said = ErrorJson.decode(answer.status(), answer.body());
    var reason =
        said instanceof RequestRejectedException rejected
            ? rejected.withRetryAfter(answer.retryAfter())
            : said;
    return new Outcome.Failure<>(redact(reason), answer.retryAfter());
  }

  /// The failure, its message without our access token.
  S2Exception redact(S2Exception failure) {
    String said = String.valueOf(failure.getMessage());
    String redacted = config.accessToken().map(token -> Redaction.redact(token, said)).orElse(said);
    if (redacted.equals(said)) {
      return failure;
    }
    // Without the cause, which says the same.
    return switch (failure) {
      case RequestRejectedException e ->
          new RequestRejectedException(e.code(), redacted).withRetryAfter(e.retryAfter());
      case TransportException e -> new TransportException(redacted, !e.hasNoSideEffects(), null);
      // These say only what we or S2's types put into them.
      case AppendConditionFailedException e -> e;
      case RangeNotSatisfiableException e -> e;
      case InvalidInputException e -> e;
      case OutcomeUnknownException e -> e;
      case InterruptedCallException e -> e;
    };
  }

  /// Runs `task` on a thread of this client.
  void execute(Runnable task) {
    requireOpen();
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      throw closed(e);
    }
  }

  /// Ends `session` with this client.
  void add(Session session) {
    sessions.add(session);
    if (closed.getCount() == 0) {
      sessions.remove(session);
    }
    requireOpen();
  }

  /// `session` has ended.
  void remove(Session session) {
    sessions.remove(session);
  }

  @Override
  public void close() {
    closed.countDown();
    sessions.forEach(Session::abandon);
    attempts.forEach(HttpAttempt::cancel);
    timer.shutdownNow();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(MOMENT.toNanos(), TimeUnit.NANOSECONDS)) {
        connections.sever();
        var unused = threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.close();
  }

  /// Attempts a call once.
  <T> Outcome<T> attempt(HttpAttempt attempt, Duration timeout, Function<Answer.Whole, T> decode) {
    try {
      return switch (run(attempt, timeout)) {
        case Answer.Whole answer when answer.isSuccess() ->
            new Outcome.Success<>(decode.apply(answer));
        case Answer.Whole answer -> failure(answer);
        case Answer session -> {
          session.discard();
          throw new TransportException("a session where one answer was expected", true, null);
        }
      };
    } catch (TransportException e) {
      return new Outcome.Failure<>(redact(e), Duration.ZERO);
    }
  }

  private static HttpAttempt attempt(
      Connections.Generation generation, OkHttpClient client, Request request) {
    var signal = new SentSignal();
    var tagged = request.newBuilder().tag(SentSignal.class, signal).build();
    return new HttpAttempt(client.newCall(tagged), signal, generation);
  }

  private void pause(Duration delay) {
    try {
      var unused = closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new InterruptedCallException("the next attempt", e);
    }
  }

  private void requireOpen() {
    if (closed.getCount() == 0) {
      throw closed(null);
    }
  }

  private IllegalStateException closed(@Nullable Throwable cause) {
    return new IllegalStateException(
        "the S2 client of " + config.endpoints().account() + " was closed", cause);
  }
}
