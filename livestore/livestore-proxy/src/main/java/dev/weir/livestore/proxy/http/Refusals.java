package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.syncs2.ProxyResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Refusals that are held back. A stock client takes a refused pull for an empty one and asks again
/// at once, hundreds of times a second; the delay is all that slows it.
final class Refusals {
  private final Duration delay;
  private final CountDownLatch never = new CountDownLatch(1);

  Refusals(Duration delay) {
    this.delay = delay;
  }

  void respondSlowly(ProxyExchange exchange, ProxyResponse refusal) throws InterruptedException {
    var unused = never.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    exchange.respond(refusal);
  }

  static ProxyResponse denied(AccessDeniedException denial) {
    return switch (denial.reason()) {
      case UNAUTHENTICATED -> Answers.error(401, "Unauthorized", denial);
      case FORBIDDEN -> Answers.error(403, "Forbidden", denial);
      case UNAVAILABLE -> Answers.error(503, "Unavailable", denial);
    };
  }
}
