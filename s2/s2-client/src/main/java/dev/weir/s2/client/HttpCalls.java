package dev.weir.s2.client;

import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.ErrorJson;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/// Makes the HTTP calls of one client: owns its connections, threads, open reads and retries.
///
/// OkHttp itself retries nothing here. Left alone it resends a request whose connection broke, an
/// append's too, which would then be written twice.
final class HttpCalls implements AutoCloseable {
  /// A repetition does no harm.
  static final Predicate<S2Exception> REPEATABLE = S2Exception::isRetryable;

  /// A repetition does no harm only if the attempt did nothing.
  static final Predicate<S2Exception> ONCE = e -> e.isRetryable() && e.hasNoSideEffects();

  private static final int MAX_IDLE_CONNECTIONS = 16;
  private static final int IDLE_SECONDS = 90;
  private static final int CLOSE_SECONDS = 10;

  private final S2ClientConfig config;
  private final Requests requests;
  private final ConnectionPool connections =
      new ConnectionPool(MAX_IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS);
  private final OkHttpClient whole;
  private final OkHttpClient sessions;
  private final ExecutorService threads;
  private final Set<HttpAttempt> attempts = ConcurrentHashMap.newKeySet();
  private final Set<ReadSession> openReads = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  HttpCalls(S2ClientConfig config) {
    this.config = config;
    this.requests = new Requests(config.endpoints(), config.accessToken());
    this.whole = client(config, connections);
    this.sessions = whole.newBuilder().readTimeout(config.heartbeatTimeout()).build();
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
    return retry(() -> attempt(request, timeout, decode), mayRepeat);
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

  /// An attempt to open a session, not started: whoever keeps it can cancel it at any time.
  HttpAttempt session(Request request) {
    return attempt(sessions, request);
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
      // Where one connection broke, the idle ones to the same server are likely dead too; each
      // would cost an attempt.
      connections.evictAll();
      throw e;
    } finally {
      attempts.remove(attempt);
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
  void add(ReadSession session) {
    openReads.add(session);
    if (closed.getCount() == 0) {
      openReads.remove(session);
    }
    requireOpen();
  }

  /// `session` has ended.
  void remove(ReadSession session) {
    openReads.remove(session);
  }

  @Override
  public void close() {
    closed.countDown();
    openReads.forEach(ReadSession::close);
    attempts.forEach(HttpAttempt::cancel);
    threads.shutdown();
    try {
      var unused = threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.evictAll();
  }

  private <T> Outcome<T> attempt(
      Request request, Duration timeout, Function<Answer.Whole, T> decode) {
    try {
      return switch (run(attempt(whole, request), timeout)) {
        case Answer.Whole answer when answer.isSuccess() ->
            new Outcome.Success<>(decode.apply(answer));
        case Answer.Whole answer -> failure(answer);
        case Answer.Events(EventSource source) -> {
          source.close();
          throw new TransportException("events where one answer was expected", true, null);
        }
      };
    } catch (TransportException e) {
      return new Outcome.Failure<>(redact(e), Duration.ZERO);
    }
  }

  private static HttpAttempt attempt(OkHttpClient client, Request request) {
    var signal = new SentSignal();
    var tagged = request.newBuilder().tag(SentSignal.class, signal).build();
    return new HttpAttempt(client.newCall(tagged), signal);
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

  private static OkHttpClient client(S2ClientConfig config, ConnectionPool connections) {
    var builder =
        new OkHttpClient.Builder()
            .connectionPool(connections)
            .socketFactory(new NoDelaySockets())
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .connectTimeout(config.connectTimeout())
            // Whoever waits for an answer bounds it as a whole.
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            // On HTTP/2 a dead connection would otherwise be used again and again.
            .pingInterval(config.heartbeatTimeout().dividedBy(2))
            .eventListenerFactory(HttpCalls::signal);
    if (config.cleartext() == Cleartext.HTTP_2 && config.endpoints().areCleartext()) {
      builder.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    }
    return builder.build();
  }

  private static SentSignal signal(okhttp3.Call call) {
    var signal = call.request().tag(SentSignal.class);
    return signal == null ? new SentSignal() : signal;
  }
}
