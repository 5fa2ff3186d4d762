package dev.weir.livestore.proxy.http;

import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.livestore.proxy.EventTooLargeException;
import dev.weir.livestore.proxy.InvalidStoreIdException;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.StoreUnavailableException;
import dev.weir.livestore.sync.MalformedBatchException;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.PushPayload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `POST`: a push.
final class PushService implements HttpService {
  private static final System.Logger LOG = System.getLogger(PushService.class.getName());
  private static final Executor VIRTUAL =
      command -> Thread.ofVirtual().name("weir-push").start(command);

  /// For the body to come in and the push to be decided.
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

  /// A stock client never repeats a push that hangs. Longer than the proxy's own deadline: only a
  /// call to S2 that hangs comes here.
  private static final long DECISION_SECONDS = 20;

  private final LiveStoreProxy proxy;
  private final int maxBytes;

  PushService(LiveStoreProxy proxy, int maxBytes) {
    this.proxy = proxy;
    this.maxBytes = maxBytes;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (!isJson(request)) {
      return Answers.error(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "UnsupportedMediaType",
          "a push needs the content-type application/json; nothing was stored");
    }
    context.setRequestTimeout(REQUEST_TIMEOUT);
    CompletableFuture<HttpResponse> answer =
        PushBody.collect(request, maxBytes)
            .thenApplyAsync(this::push, VIRTUAL)
            .orTimeout(DECISION_SECONDS, TimeUnit.SECONDS)
            .exceptionally(PushService::refused);
    return HttpResponse.of(answer);
  }

  /// A page of a foreign site can make a browser send any other kind of body here without asking
  /// first.
  private static boolean isJson(HttpRequest request) {
    MediaType type = request.contentType();
    return type != null && type.isJson();
  }

  private HttpResponse push(byte[] body) {
    try {
      return Answers.pushed(proxy.push(PushPayload.decode(body)));
    } catch (MalformedRequestException | MalformedBatchException | InvalidStoreIdException e) {
      return Answers.error(HttpStatus.BAD_REQUEST, "Malformed", e);
    } catch (EventTooLargeException e) {
      return Answers.error(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "EventTooLarge", e);
    } catch (StoreUnavailableException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
      return Answers.error(HttpStatus.SERVICE_UNAVAILABLE, "Unavailable", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answers.error(
          HttpStatus.SERVICE_UNAVAILABLE, "Unavailable", "the push was cut off; push again");
    }
  }

  private static HttpResponse refused(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof PushBody.TooLargeException tooLarge) {
      return Answers.error(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "BodyTooLarge", tooLarge);
    }
    if (cause instanceof ClosedSessionException
        || cause instanceof ClosedStreamException
        || cause instanceof RequestTimeoutException) {
      return Answers.error(HttpStatus.BAD_REQUEST, "Malformed", "the body did not come to its end");
    }
    if (cause instanceof TimeoutException) {
      return Answers.error(
          HttpStatus.SERVICE_UNAVAILABLE, "Unavailable", "S2 does not answer; push again");
    }
    LOG.log(System.Logger.Level.ERROR, "a push failed unexpectedly", cause);
    return Answers.error(
        HttpStatus.INTERNAL_SERVER_ERROR, "Internal", "the push failed; push again");
  }
}
