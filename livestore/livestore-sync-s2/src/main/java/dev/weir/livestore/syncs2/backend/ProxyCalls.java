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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The three requests of the protocol, each tried once, or once more with new credentials.
final class ProxyCalls implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final S2SyncBackendConfig config;
  private final Connectivity connectivity;
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

    TryAgainException(String message, Duration after, Throwable cause) {
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

  void ping(Duration timeout) throws InterruptedException {
    try {
      var answer =
          call(
              "ping",
              credentials -> request(config.endpoints().ping(), timeout).HEAD(),
              BodyHandlers.discarding());
      requireSuccess("ping", answer, "");
    } catch (TryAgainException e) {
      connectivity.set(false);
      throw offline(e);
    } catch (SyncException e) {
      connectivity.set(false);
      throw e;
    }
  }

  /// The status and body of a push's answer, whatever they are.
  HttpResponse<String> push(byte[] body) throws InterruptedException, TryAgainException {
    return call(
        "push",
        credentials ->
            request(config.endpoints().push(), config.pushTimeout())
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)),
        BodyHandlers.ofString());
  }

  /// An event stream that has begun.
  ///
  /// @throws SyncException if the answer is something else
  Chunks pull(Cursor cursor, boolean live) throws InterruptedException, TryAgainException {
    HttpResponse<Chunks> answer =
        call(
            "pull",
            credentials -> {
              var args = new PullArgs(config.storeId(), cursor, live, credentials.payloadJson());
              return request(config.endpoints().pull(args.toQueryParameter()), config.idleTimeout())
                  .header("accept", "text/event-stream")
                  .GET();
            },
            info -> new Chunks(config.idleTimeout()));
    try {
      requireSuccess("pull", answer, "");
      requireEventStream(answer);
      return answer.body();
    } catch (SyncException | TryAgainException e) {
      answer.body().close();
      throw e;
    }
  }

  private static HttpRequest.Builder request(URI uri, Duration timeout) {
    return HttpRequest.newBuilder(uri).timeout(timeout);
  }

  private <T> HttpResponse<T> call(String what, Request request, BodyHandler<T> body)
      throws InterruptedException, TryAgainException {
    HttpResponse<T> answer = send(what, request, body, false);
    return answer.statusCode() == 401 ? send(what, request, body, true) : answer;
  }

  private <T> HttpResponse<T> send(String what, Request request, BodyHandler<T> body, boolean renew)
      throws InterruptedException, TryAgainException {
    RequestCredentials credentials = config.credentials().credentials(renew);
    HttpRequest.Builder builder = request.with(credentials);
    credentials.headers().forEach(builder::setHeader);
    try {
      HttpResponse<T> answer = http.send(builder.build(), body);
      connectivity.set(answer.statusCode() < 500);
      return answer;
    } catch (IOException e) {
      connectivity.set(false);
      throw new TryAgainException(
          "the proxy at " + config.endpoints().pull() + " did not answer a " + what + ": " + e,
          Duration.ZERO,
          e);
    }
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

  private void requireEventStream(HttpResponse<Chunks> answer) {
    Optional<String> type = answer.headers().firstValue("content-type");
    if (!type.orElse("").toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
      throw new SyncProtocolException(
          "what is at "
              + config.endpoints().pull()
              + " answered a pull with "
              + type.orElse("something")
              + " and not with an event stream: it is no API proxy, or something in between"
              + " answered",
          null);
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
    http.shutdownNow();
    threads.shutdownNow();
  }
}
