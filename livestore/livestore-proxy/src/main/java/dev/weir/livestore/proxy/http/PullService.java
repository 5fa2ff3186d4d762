package dev.weir.livestore.proxy.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.livestore.proxy.InvalidStoreIdException;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.PullArgs;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `GET`: a pull, answered as a `text/event-stream` by a virtual thread of its own.
final class PullService implements HttpService {
  private static final System.Logger LOG = System.getLogger(PullService.class.getName());
  private static final ResponseHeaders EVENT_STREAM =
      ResponseHeaders.builder(HttpStatus.OK)
          .contentType(MediaType.EVENT_STREAM)
          .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-transform")
          .set("x-accel-buffering", "no")
          .build();

  /// A client that takes nothing for so long is gone, or as good as gone.
  private static final long STALLED_SECONDS = 120;

  private final LiveStoreProxy proxy;
  private final Refusals refusals;

  PullService(LiveStoreProxy proxy, Refusals refusals) {
    this.proxy = proxy;
    this.refusals = refusals;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    PullArgs args;
    try {
      String query = context.query();
      args = PullArgs.fromQuery(query == null ? "" : query);
      LiveStoreProxy.requireStoreId(args.storeId());
    } catch (MalformedRequestException | InvalidStoreIdException e) {
      return refusals.delayed(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    if (proxy.isClosed()) {
      return refusals.delayed(HttpStatus.SERVICE_UNAVAILABLE, "the proxy is closed");
    }
    return stream(args);
  }

  private HttpResponse stream(PullArgs args) {
    HttpResponseWriter response = HttpResponse.streaming();
    Thread pull = Thread.ofVirtual().name("weir-pull").unstarted(() -> pull(args, response));
    // The client has gone, or the answer is complete and nobody is there to be interrupted.
    var unused = response.whenComplete().whenComplete((done, failure) -> pull.interrupt());
    pull.start();
    return response;
  }

  private void pull(PullArgs args, HttpResponseWriter response) {
    try {
      if (response.tryWrite(EVENT_STREAM)) {
        proxy.pull(args, new Sink(response));
        response.close();
      }
    } catch (InterruptedException e) {
      response.abort();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a pull failed unexpectedly", e);
      response.abort(e);
    }
  }

  private record Sink(HttpResponseWriter response) implements PullSink {
    @Override
    public void send(byte[] bytes) throws InterruptedException {
      if (!response.tryWrite(HttpData.wrap(bytes))) {
        throw new InterruptedException("the client has gone");
      }
      try {
        response.whenConsumed().get(STALLED_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new InterruptedException("the client does not read");
      } catch (ExecutionException e) {
        throw new InterruptedException("the client has gone");
      }
    }
  }
}
