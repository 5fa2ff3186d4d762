package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpObject;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Reads a body that nobody wants. The request's timeout bounds how long that goes on.
final class DroppedBody implements Subscriber<HttpObject> {
  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(HttpObject part) {}

  @Override
  public void onError(Throwable cause) {}

  @Override
  public void onComplete() {}
}
