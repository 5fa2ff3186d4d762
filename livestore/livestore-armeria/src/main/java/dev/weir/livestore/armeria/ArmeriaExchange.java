package dev.weir.livestore.armeria;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.proxy.http.ProxyExchange;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.livestore.proxy.http.UnreadableBodyException;
import dev.weir.livestore.syncs2.ProxyResponse;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One request of an Armeria server.
final class ArmeriaExchange implements ProxyExchange {
  private static final System.Logger LOG = System.getLogger(ArmeriaExchange.class.getName());

  /// For a body to come in.
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(60);

  /// For a body that nobody wants. An answer before its end would reach the client as a broken
  /// connection.
  private static final Duration UNWANTED_BODY_TIMEOUT = Duration.ofSeconds(5);

  private final ServiceRequestContext context;
  private final HttpRequest request;
  private final String mount;
  private boolean bodyTaken;
  private final CompletableFuture<HttpResponse> response = new CompletableFuture<>();

  ArmeriaExchange(ServiceRequestContext context, HttpRequest request, String mount) {
    this.context = context;
    this.request = request;
    this.mount = mount;
  }

  HttpResponse serveWith(ProxyHandler handler) {
    Thread request = Thread.ofVirtual().name("weir-request").unstarted(() -> run(handler));
    HttpResponse answer = HttpResponse.of(response);
    // The client has gone, or the answer is complete and nobody is there to be interrupted.
    var unused = answer.whenComplete().whenComplete((done, failure) -> request.interrupt());
    request.start();
    return answer;
  }

  private void run(ProxyHandler handler) {
    try {
      handler.handle(this);
      streaming().ifPresent(HttpResponseWriter::close);
    } catch (InterruptedException e) {
      breakOff(e);
    } catch (Throwable e) { // whatever it is, a client waits for an answer
      breakOff(e);
      LOG.log(System.Logger.Level.ERROR, "a request failed unexpectedly", e);
    }
  }

  private Optional<HttpResponseWriter> streaming() {
    return response.getNow(null) instanceof HttpResponseWriter writer
        ? Optional.of(writer)
        : Optional.empty();
  }

  private void breakOff(Throwable why) {
    streaming().ifPresent(writer -> writer.abort(why));
    response.completeExceptionally(why);
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String path() {
    return context.path().substring(mount.length());
  }

  @Override
  public String query() {
    String query = context.query();
    return query == null ? "" : query;
  }

  @Override
  public List<String> headers(String name) {
    return name.equals("host")
        ? Optional.ofNullable(request.authority()).stream().toList()
        : request.headers().getAll(name);
  }

  @Override
  public Optional<InetAddress> remoteAddress() {
    return Optional.of(context.clientAddress());
  }

  @Override
  public byte[] body(int limit) throws InterruptedException {
    return body(limit, BODY_TIMEOUT);
  }

  private byte[] body(int limit, Duration timeout) throws InterruptedException {
    bodyTaken = true;
    try {
      return CollectedBody.collect(request, limit).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnreadableBodyException tooLarge
          ? tooLarge
          : UnreadableBodyException.brokenOff();
    } catch (TimeoutException e) {
      throw UnreadableBodyException.brokenOff();
    }
  }

  @Override
  public void respond(ProxyResponse answer) throws InterruptedException {
    if (!bodyTaken) {
      dropBody();
    }
    response.complete(
        HttpResponse.of(
            headers(answer.status(), answer.headers()), HttpData.wrap(answer.body().toArray())));
  }

  private void dropBody() throws InterruptedException {
    try {
      var unused = body(0, UNWANTED_BODY_TIMEOUT);
    } catch (UnreadableBodyException e) {
      LOG.log(System.Logger.Level.TRACE, "a body that nobody wanted", e);
    }
  }

  @Override
  public PullSink respondStreaming(Map<String, String> headers) throws InterruptedException {
    HttpResponseWriter writer = HttpResponse.streaming();
    var sink = new ArmeriaSink(writer, Thread.currentThread());
    response.complete(writer);
    if (!writer.tryWrite(headers(200, headers))) {
      throw ArmeriaSink.gone();
    }
    return sink;
  }

  private static ResponseHeaders headers(int status, Map<String, String> headers) {
    ResponseHeadersBuilder builder = ResponseHeaders.builder(status);
    headers.forEach(builder::set);
    return builder.build();
  }
}
