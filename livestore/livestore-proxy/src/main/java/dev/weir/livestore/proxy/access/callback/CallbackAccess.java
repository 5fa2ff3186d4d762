package dev.weir.livestore.proxy.access.callback;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.BearerToken;
import dev.weir.livestore.proxy.access.Caller;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.proxy.outbound.OutboundHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Asks a service of the operator's own, by `POST` with the JSON
///
/// ```json
/// {"token":"...","storeId":"notes","access":"write"}
/// ```
///
/// where `access` is `read` or `write`. It answers `200` with `{"allow":true,"principal":"alice"}`
/// and, if it likes, `"expiresAt":"2027-01-01T00:00:00Z"`; or `"allow":false`, or `403`, where the
/// caller may not; or `401` where it does not know the token. Anything else, and no answer in time,
/// is an outage: nobody is let in and nobody is told to go.
///
/// An answer counts for a while, for that token, store and access alone; requests that would ask
/// the same at once share one call.
public final class CallbackAccess implements Access {
  private static final System.Logger LOG = System.getLogger(CallbackAccess.class.getName());
  private static final long MOST_ANSWERS = 50_000;

  /// More would not make a service that is slow any faster.
  private static final int MOST_CALLS = 64;

  private final CallbackConfig config;
  private final TokenSources sources;
  private final OutboundHttp http;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final AnswerReader reader;
  private final Semaphore calls = new Semaphore(MOST_CALLS);
  private final AsyncCache<Question, Answered> answers;

  /// @param http what to ask with; it stays the caller's to close
  public CallbackAccess(CallbackConfig config, TokenSources sources, OutboundHttp http) {
    this(config, sources, http, InstantSource.system(), System::nanoTime);
  }

  CallbackAccess(
      CallbackConfig config,
      TokenSources sources,
      OutboundHttp http,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.config = config;
    this.sources = sources;
    this.http = http;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.reader = new AnswerReader(config);
    Executor threads = task -> Thread.ofVirtual().name("weir-auth-callback").start(task);
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(MOST_ANSWERS)
            .expireAfter(
                Expiry.<Question, Answered>writing((asked, said) -> said.decision().countsFor()))
            .ticker(nanoTime::getAsLong)
            .executor(threads)
            .buildAsync();
  }

  @Override
  public Caller recognise(Credentials credentials) {
    BearerToken token = sources.require(credentials);
    return (access, storeId) -> admit(token, access, storeId);
  }

  private Principal admit(BearerToken token, StoreAccess access, String storeId)
      throws InterruptedException {
    return switch (decide(token, Question.of(token, access, storeId))) {
      case Decision.Allowed(Principal principal, var time)
          when principal.expiresAt().filter(end -> !clock.instant().isBefore(end)).isEmpty() ->
          principal;
      case Decision.Allowed expired -> throw AccessDeniedException.unauthenticated();
      case Decision.Denied(var reason, var time) ->
          throw switch (reason) {
            case UNAUTHENTICATED -> AccessDeniedException.unauthenticated();
            case FORBIDDEN -> AccessDeniedException.forbidden(access);
            case UNAVAILABLE -> AccessDeniedException.unavailable();
          };
    };
  }

  /// The cache sets an entry's end a moment after its waiters have the answer, and what comes in
  /// between would take it for one without end. So the answer's own time decides.
  private Decision decide(BearerToken token, Question question) throws InterruptedException {
    CompletableFuture<Answered> known = answers.asMap().get(question);
    if (known != null && known.isDone() && isOver(known)) {
      answers.asMap().remove(question, known);
    }
    CompletableFuture<Answered> answer =
        answers.get(
            question,
            (same, threads) -> CompletableFuture.supplyAsync(() -> ask(token, question), threads));
    try {
      // Of those who share a call each waits for itself; twice, for its turn and for the answer.
      return answer.get(2 * config.timeout().toMillis(), TimeUnit.MILLISECONDS).decision();
    } catch (ExecutionException e) {
      answers.asMap().remove(question, answer); // or whoever comes at once would meet it still
      throw AccessDeniedException.unavailable();
    } catch (TimeoutException e) {
      throw AccessDeniedException.unavailable();
    }
  }

  private boolean isOver(CompletableFuture<Answered> known) {
    return known.isCompletedExceptionally()
        || nanoTime.getAsLong() - known.join().at()
            >= known.join().decision().countsFor().toNanos();
  }

  /// @param at when, as [#nanoTime] has it
  private record Answered(Decision decision, long at) {}

  private Answered ask(BearerToken token, Question question) {
    try {
      if (!calls.tryAcquire(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(MOST_CALLS + " calls are under way and none came to its end");
      }
      try {
        return new Answered(reader.read(call(question.json(token))), nanoTime.getAsLong());
      } finally {
        calls.release();
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "access could not be asked for at " + config.url() + ": " + e.getMessage());
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AccessDeniedException.unavailable();
    }
  }

  private OutboundHttp.Answer call(String json) throws IOException {
    return config.bearer().isPresent()
        ? http.post(config.url(), json, config.bearer().get())
        : http.post(config.url(), json);
  }
}
