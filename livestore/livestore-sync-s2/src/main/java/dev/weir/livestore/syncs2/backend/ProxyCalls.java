package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.sync.backend.BackendReplacedException;
import dev.weir.livestore.sync.backend.Connectivity;
import dev.weir.livestore.sync.backend.OfflineException;
import dev.weir.livestore.sync.backend.SyncException;
import dev.weir.livestore.sync.backend.SyncProtocolException;
import dev.weir.livestore.sync.backend.UnauthorizedException;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PullArgs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The three requests of the protocol, each tried once, or once more with new credentials.
final class ProxyCalls implements AutoCloseable {
  /// Of a push's answer: more than any proxy has to say.
  private static final int MAX_REPLY_BYTES = 64 * 1024;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final S2SyncBackendConfig config;
  private final Connectivity connectivity;
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;

  ProxyCalls(S2SyncBackendConfig config, Connectivity connectivity) {
    this.config = config;
    this.connectivity = connectivity;
    boolean clear = config.endpoints().pull().getScheme().equalsIgnoreCase("http");
    this.http =
        HttpClient.newBuilder()
            .executor(threads)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            // In the clear it would begin by asking for an upgrade, which not every proxy bears.
            .version(clear ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
            .build();
  }

  /// The proxy did not do it, and may do it later.
  static final class TryAgainException extends Exception {
    private static final long serialVersionUID = 1;

    private final Duration after;

    TryAgainException(String message, Duration after, @Nullable Throwable cause) {
      super(message, cause);
      this.after = after;
    }

    TryAgainException(String message, Duration after) {
      super(message);
      this.after = after;
    }

    /// How long the proxy asks to be left alone; zero if it does not say.
    Duration after() {
      return after;
    }
  }

  private interface Request {
    HttpRequest.Builder with(RequestCredentials credentials);
  }

  /// An answer whose body has come, or as much of it as matters.
  record Reply(HttpResponse<?> answer, String body) {}

  /// An answer to a pull whose body is under way.
  ///
  /// @param json whether the proxy says that it is JSON
  record PullAnswer(Chunks chunks, boolean json) {}

  void ping(Duration timeout) throws InterruptedException {
    try {
      var answer =
          call(
              "ping",
              credentials -> HttpRequest.newBuilder(config.endpoints().ping()).HEAD(),
              timeout,
              closed);
      answer.body().close();
      requireSuccess("ping", answer, "");
    } catch (TryAgainException e) {
      connectivity.set(false);
      throw offline(e);
    } catch (SyncException e) {
      connectivity.set(false);
      throw e;
    }
  }

  /// A push's answer, whatever it is.
  Reply push(byte[] body) throws InterruptedException, TryAgainException {
    HttpResponse<Chunks> answer =
        call(
            "push",
            credentials ->
                HttpRequest.newBuilder(config.endpoints().push())
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofByteArray(body)),
            config.pushTimeout(),
            closed);
    try (Chunks chunks = answer.body()) {
      return new Reply(answer, chunks.text(MAX_REPLY_BYTES, config.pushTimeout()));
    } catch (IOException e) {
      throw unanswered("push", e);
    }
  }

  /// An answer that may have pages.
  ///
  /// @param cancelled once complete, nobody waits for it any more
  /// @throws SyncException if the answer is something else
  PullAnswer pull(Cursor cursor, boolean live, CompletableFuture<@Nullable Void> cancelled)
      throws InterruptedException, TryAgainException {
    HttpResponse<Chunks> answer =
        call(
            "pull",
            credentials -> {
              var args = new PullArgs(config.storeId(), cursor, live, credentials.payloadJson());
              return HttpRequest.newBuilder(config.endpoints().pull(args.toQueryParameter()))
                  .header("accept", "text/event-stream")
                  .GET();
            },
            config.idleTimeout(),
            cancelled);
    try {
      requireSuccess("pull", answer, "");
      return new PullAnswer(answer.body(), isJson(answer));
    } catch (SyncException | TryAgainException e) {
      answer.body().close();
      throw e;
    }
  }

  private HttpResponse<Chunks> call(
      String what, Request request, Duration timeout, CompletableFuture<@Nullable Void> cancelled)
      throws InterruptedException, TryAgainException {
    HttpResponse<Chunks> answer = send(what, request, timeout, cancelled, false);
    if (answer.statusCode() != 401) {
      return answer;
    }
    answer.body().close();
    return send(what, request, timeout, cancelled, true);
  }

  private HttpResponse<Chunks> send(
      String what,
      Request request,
      Duration timeout,
      CompletableFuture<@Nullable Void> cancelled,
      boolean renew)
      throws InterruptedException, TryAgainException {
    RequestCredentials credentials = credentials(renew);
    HttpRequest.Builder builder = request.with(credentials);
    credentials.headers().forEach(builder::setHeader);
    var body = new Chunks();
    // Its own timeout may or may not count the body, which depends on the JDK.
    var answer = http.sendAsync(builder.build(), info -> body);
    boolean answered = false;
    try {
      var unused =
          CompletableFuture.anyOf(answer, cancelled).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (!answer.isDone()) {
        throw new TryAgainException("the " + what + " was closed", Duration.ZERO);
      }
      HttpResponse<Chunks> given = answer.get();
      connectivity.set(given.statusCode() < 500);
      answered = true;
      return given;
    } catch (TimeoutException e) {
      throw unanswered(what, new IOException("nothing came for " + timeout.toMillis() + " ms"));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      // Whatever the JDK's client says of an answer that is no HTTP, IOException or not.
      throw unanswered(what, e.getCause());
    } finally {
      if (!answered) {
        answer.cancel(true);
        body.close();
      }
    }
  }

  private RequestCredentials credentials(boolean renew)
      throws InterruptedException, TryAgainException {
    try {
      return config.credentials().credentials(renew);
    } catch (IOException | UncheckedIOException e) {
      throw new TryAgainException("there are no credentials for now: " + e, Duration.ZERO, e);
    }
  }

  private TryAgainException unanswered(String what, @Nullable Throwable why) {
    connectivity.set(false);
    return new TryAgainException(
        "the proxy at " + config.endpoints().pull() + " did not answer a " + what + ": " + why,
        Duration.ZERO,
        why);
  }

  /// @param detail what the answer's body says, if known
  void requireSuccess(String what, HttpResponse<?> answer, String detail) throws TryAgainException {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return;
    }
    String said =
        "the proxy at "
            + config.endpoints().pull()
            + " answered a "
            + what
            + " for store "
            + config.storeId()
            + " with "
            + status
            + (detail.isEmpty() ? "" : ": " + detail);
    switch (status) {
      case 401, 403 -> throw new UnauthorizedException(said, null);
      case 410 -> throw new BackendReplacedException(said, null);
      case 408, 425, 429 -> throw new TryAgainException(said, retryAfter(answer));
      default -> {
        if (status >= 500) {
          throw new TryAgainException(said, retryAfter(answer));
        }
        throw new SyncProtocolException(said, null);
      }
    }
  }

  private static Duration retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("retry-after")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(Duration.ZERO);
  }

  /// The documented proxy of `@livestore/sync-s2` calls event streams that are not live JSON, and
  /// says with a batch in JSON that there is nothing.
  private boolean isJson(HttpResponse<Chunks> answer) {
    Optional<String> type =
        answer.headers().firstValue("content-type").map(text -> text.toLowerCase(Locale.ROOT));
    boolean json = type.filter(text -> text.startsWith("application/json")).isPresent();
    if (!json && !type.orElse("").startsWith("text/event-stream")) {
      throw new SyncProtocolException(
          "what is at "
              + config.endpoints().pull()
              + " answered a pull with "
              + type.orElse("something")
              + " and not with an event stream: it is no API proxy, or something in between"
              + " answered",
          null);
    }
    return json;
  }

  /// Waits for so long.
  ///
  /// @return whether it was closed meanwhile
  boolean awaitClosed(long nanos) throws InterruptedException {
    try {
      closed.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void connectionBroke() {
    connectivity.set(false);
  }

  static OfflineException offline(TryAgainException last) {
    return new OfflineException(String.valueOf(last.getMessage()), last);
  }

  @Override
  public void close() {
    closed.complete(null);
    http.shutdownNow();
    threads.shutdownNow();
  }
}
