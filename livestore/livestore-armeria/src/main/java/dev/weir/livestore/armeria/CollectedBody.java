package dev.weir.livestore.armeria;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import dev.weir.livestore.proxy.http.UnreadableBodyException;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Collects a request's body, up to a limit. What comes beyond is read and dropped: a client that
/// is still sending then gets an answer, and not a broken connection. How long that goes on is up
/// to who waits for it: these requests have no timeout.
final class CollectedBody implements Subscriber<HttpObject> {
  private final int limit;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
  private boolean tooLarge;

  private CollectedBody(int limit) {
    this.limit = limit;
  }

  /// Completes with the body, or with an [UnreadableBodyException].
  static CompletableFuture<byte[]> collect(HttpRequest request, int limit) {
    var body = new CollectedBody(limit);
    request.subscribe(body);
    return body.whole;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(HttpObject part) {
    if (part instanceof HttpData data && !tooLarge) {
      tooLarge = data.length() > limit - bytes.size();
      if (tooLarge) {
        bytes.reset();
      } else {
        bytes.writeBytes(data.array());
      }
    }
  }

  @Override
  public void onError(Throwable cause) {
    whole.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    if (tooLarge) {
      whole.completeExceptionally(UnreadableBodyException.tooLarge(limit));
    } else {
      whole.complete(bytes.toByteArray());
    }
  }
}
