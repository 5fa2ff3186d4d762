package dev.weir.s2.server;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.cors.CorsService;
import dev.weir.s2.S2;
import dev.weir.s2.S2Exception;
import dev.weir.s2.server.access.AccessControl;
import dev.weir.s2.wire.S2Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The S2 v1 API, for a server of yours: it takes the paths under `/v1` and leaves the rest.
///
/// Each request runs on a virtual thread of its own, because the ports block; the server's event
/// loops only carry bytes. Who may do what is up to an [AccessControl].
///
/// Not served yet, and answered 501: whatever the store itself cannot do.
///
/// Two things are Armeria's own, and can be changed for a whole JVM alone, by its system
/// properties:
///
/// - A path in which `..` stands between slashes, be they encoded or not, is refused with a plain
///   400 before it gets here, so a stream named `x/../y` cannot be reached; there is no setting.
///   The same goes for such a `prefix` or `start_after` of a list, unless
///   `com.linecorp.armeria.allowDoubleDotsInQueryString` is true.
/// - After `connection: close` on HTTP/1.1 the answer is sent at once, but the connection is left
///   for the client to close for 3 seconds, unless
///   `com.linecorp.armeria.defaultHttp1ConnectionCloseDelayMillis` says otherwise. A client that
///   reads to the end of the connection, not of the answer, waits so long.
public final class S2Service implements AutoCloseable {
  /// Longer than the longest wait of a read. Sessions and streams of events lift it.
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(75);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final CrossOrigin crossOrigin;
  private final Duration requestTimeout;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("s2-request-", 0).factory());
  private final ReadSessions reads = new ReadSessions(threads);
  private final AppendSessions appends = new AppendSessions(threads);
  private final BodyRoom bodies;
  private final S2 store;
  private final AccessControl access;
  private final Router router;

  /// An API for everybody.
  ///
  /// @param store what the API shows; stays its owner's to close, after this
  public S2Service(S2 store, CrossOrigin crossOrigin) {
    this(store, crossOrigin, AccessControl.none());
  }

  /// @param store what the API shows; stays its owner's to close, after this
  public S2Service(S2 store, CrossOrigin crossOrigin, AccessControl access) {
    this(store, crossOrigin, access, REQUEST_TIMEOUT, new BodyRoom());
  }

  S2Service(
      S2 store,
      CrossOrigin crossOrigin,
      AccessControl access,
      Duration requestTimeout,
      BodyRoom bodies) {
    this.requestTimeout = requestTimeout;
    this.bodies = bodies;
    this.crossOrigin = crossOrigin;
    this.store = store;
    this.access = access;
    this.router = routerOver(store);
  }

  private Router routerOver(S2 shown) {
    return new Router(
        new AccountCalls(shown),
        new BasinCalls(shown),
        new StreamCalls(shown),
        new RecordCalls(shown, reads, appends));
  }

  /// Takes the paths under `/v1` of the server that `builder` builds.
  public void installOn(ServerBuilder builder) {
    installOn(builder, "", Function.identity());
  }

  /// Takes the paths under `mount` and `/v1` of the server that `builder` builds.
  ///
  /// @param mount such as `/admin`, without a slash at its end
  /// @param around what stands between the server and this API
  public void installOn(
      ServerBuilder builder,
      String mount,
      Function<? super HttpService, ? extends HttpService> around) {
    HttpService service = (context, request) -> serve(mount, context, request);
    builder
        .route()
        .path(mount + "/v1") // else redirected
        .pathPrefix(mount + RequestPath.PREFIX)
        .requestTimeout(requestTimeout)
        .maxRequestLength(0) // RequestBody keeps the limit, to answer as S2 does
        .decorator(around)
        .build(crossOrigin == CrossOrigin.ALLOWED ? allowAll(service) : service);
  }

  /// Ends the open sessions and streams of events, each with an error that asks the client to come
  /// again, once all that an append session took is acknowledged; waits up to 10 seconds for that
  /// and for the other requests. What comes later is answered `unavailable`. May be called twice.
  @Override
  public void close() {
    reads.close();
    appends.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /// How many sessions and streams of events are open.
  int openSessions() {
    return reads.size() + appends.size();
  }

  private HttpResponse serve(String mount, ServiceRequestContext ctx, HttpRequest http) {
    // The request line's own path: any other has been normalised, which would change names.
    var path = RequestPath.parse(mount, ctx.rawPath(), http.path());
    var resource = path.flatMap(p -> router.find(p.segments()));
    if (resource.isEmpty()) {
      return Responses.empty(HttpStatus.NOT_FOUND);
    }
    if (!resource.get().containsKey(http.method())) {
      return Responses.methodNotAllowed(resource.get().keySet());
    }
    return HttpResponse.of(
        authorize(http)
            .thenCompose(permitted -> answer(permitted, ctx, http, path.get()))
            .exceptionally(S2Service::answerFailure));
  }

  /// What the caller may use. The body of a request that is refused is read and dropped, so that a
  /// client that is still sending gets the answer and not a broken connection.
  private CompletableFuture<Router> authorize(HttpRequest http) {
    if (access instanceof AccessControl.None) {
      return CompletableFuture.completedFuture(router);
    }
    var shown = Optional.ofNullable(http.headers().get(HttpHeaderNames.AUTHORIZATION));
    // Not by supplyAsync, which itself throws once the threads take no more.
    return CompletableFuture.completedFuture(shown)
        .thenApplyAsync(header -> routerOver(storeFor(header)), threads)
        .whenComplete((permitted, refusal) -> {
          if (refusal != null) {
            http.subscribe(new DroppedBody());
          }
        });
  }

  private S2 storeFor(Optional<String> authorization) {
    return authorization
        .map(header -> access.authorize(header, store))
        .orElseGet(() -> access.authorize(store));
  }

  private CompletableFuture<HttpResponse> answer(
      Router permitted, ServiceRequestContext ctx, HttpRequest http, RequestPath path) {
    var call = requireNonNull(permitted.find(path.segments()).orElseThrow().get(http.method()));
    var place = bodies.new Place();
    var body =
        Sessions.isOne(http)
            ? CompletableFuture.completedFuture(RequestBody.none(place))
            : RequestBody.collect(http, place);
    return body.thenApplyAsync(
            whole -> run(call, new S2Request(ctx, http, path.rawQuery(), whole)), threads)
        .whenComplete((answer, failure) -> place.close());
  }

  private static HttpResponse run(Router.Call call, S2Request request) {
    try {
      return call.serve(request);
    } catch (S2Exception e) {
      return Responses.error(e);
    } catch (S2Request.UnsupportedContentEncodingException e) {
      return Responses.empty(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }
  }

  private static HttpResponse answerFailure(Throwable failure) {
    return Responses.error(Failures.response(failure));
  }

  private static HttpService allowAll(HttpService service) {
    return CorsService.builderForAnyOrigin()
        .allowCredentials()
        .allowRequestMethods(
            HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE)
        .allowAllRequestHeaders(true)
        .exposeHeaders(S2Headers.PROVISION_RESULT, S2Headers.RETRY_AFTER_MS)
        .build(service);
  }
}
