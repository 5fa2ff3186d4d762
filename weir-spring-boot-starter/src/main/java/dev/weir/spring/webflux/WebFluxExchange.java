package dev.weir.spring.webflux;

import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.proxy.http.ProxyExchange;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.livestore.proxy.http.UnreadableBodyException;
import dev.weir.livestore.syncs2.ProxyResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// One request of Spring WebFlux. The thread that serves it says what is to be written; the
/// server's own threads write it.
final class WebFluxExchange implements ProxyExchange {
  private static final System.Logger LOG = System.getLogger(WebFluxExchange.class.getName());

  /// For a body to come in.
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(60);

  private final ServerHttpRequest request;
  private final ServerHttpResponse response;
  private final String mount;
  private final Optional<String> user;
  private final CompletableFuture<Mono<Void>> answer = new CompletableFuture<>();
  private Optional<WebFluxSink> streaming = Optional.empty();

  WebFluxExchange(ServerWebExchange exchange, String mount, Optional<String> user) {
    this.request = exchange.getRequest();
    this.response = exchange.getResponse();
    this.mount = mount;
    this.user = user;
  }

  Mono<Void> serveWith(ProxyHandler handler) {
    Thread thread = Thread.ofVirtual().name("weir-request").unstarted(() -> run(handler));
    return Mono.fromFuture(answer, true)
        .flatMap(Function.identity())
        .doOnSubscribe(subscription -> thread.start())
        .doOnCancel(thread::interrupt);
  }

  private void run(ProxyHandler handler) {
    try {
      handler.handle(this);
      streaming.ifPresent(WebFluxSink::end);
    } catch (InterruptedException e) {
      breakOff();
    } catch (Throwable e) { // whatever it is, a client waits for an answer
      breakOff();
      LOG.log(System.Logger.Level.ERROR, "a request failed unexpectedly", e);
    }
  }

  private void breakOff() {
    streaming.ifPresent(WebFluxSink::breakOff);
    answer.completeExceptionally(new BrokenOffException());
  }

  @Override
  public String method() {
    return request.getMethod().name();
  }

  @Override
  public String path() {
    return request.getPath().pathWithinApplication().value().substring(mount.length());
  }

  @Override
  public String query() {
    String query = request.getURI().getRawQuery();
    return query == null ? "" : query;
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getOrEmpty(name);
  }

  @Override
  public Optional<InetAddress> remoteAddress() {
    return Optional.ofNullable(request.getRemoteAddress()).map(InetSocketAddress::getAddress);
  }

  @Override
  public Optional<String> user() {
    return user;
  }

  @Override
  public byte[] body(int limit) throws InterruptedException {
    try {
      return CollectedBody.collect(request.getBody(), limit)
          .get(BODY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnreadableBodyException unreadable
          ? unreadable
          : UnreadableBodyException.brokenOff();
    } catch (TimeoutException e) {
      throw UnreadableBodyException.brokenOff();
    }
  }

  @Override
  public void respond(ProxyResponse given) {
    byte[] body = given.body().toArray();
    setHead(given.status(), given.headers());
    response.getHeaders().setContentLength(body.length);
    answer.complete(
        response.writeWith(
            Mono.<DataBuffer>fromSupplier(() -> response.bufferFactory().wrap(body))));
  }

  @Override
  public PullSink respondStreaming(Map<String, String> headers) throws InterruptedException {
    setHead(200, headers);
    var sink = new WebFluxSink(response.bufferFactory(), Thread.currentThread());
    streaming = Optional.of(sink);
    answer.complete(response.writeAndFlushWith(sink.groups()));
    sink.send(new byte[0]); // the headers
    return sink;
  }

  private void setHead(int status, Map<String, String> headers) {
    response.setStatusCode(HttpStatusCode.valueOf(status));
    headers.forEach(response.getHeaders()::set);
  }
}
