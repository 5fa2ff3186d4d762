package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.Refusal;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.syncs2.ProxyResponse;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Refusals that are held back. A stock client takes a refused pull for an empty one and asks again
/// at once, hundreds of times a second; the delay is all that slows it.
///
/// Each held one costs memory, so there are so many at most, and so many of one address. Beyond
/// that a refusal is sent at once and its connection closed.
final class Refusals {
  private final Duration delay;
  private final int most;
  private final int mostOfOneAddress;
  private final Semaphore room;
  private final Map<InetAddress, Integer> held = new ConcurrentHashMap<>();
  private final CountDownLatch never = new CountDownLatch(1);

  Refusals(Duration delay, int most, int mostOfOneAddress) {
    this.delay = delay;
    this.mostOfOneAddress = mostOfOneAddress;
    this.most = most;
    this.room = new Semaphore(most);
  }

  int held() {
    return most - room.availablePermits();
  }

  void respondSlowly(ProxyExchange exchange, ProxyResponse refusal) throws InterruptedException {
    // Many clients behind a reverse proxy of this machine have its address.
    Optional<InetAddress> address =
        exchange.remoteAddress().filter(from -> !from.isLoopbackAddress());
    exchange.respond(hold(address) ? refusal : closing(refusal));
  }

  /// Returns after the delay, or false at once if there is no room to wait.
  private boolean hold(Optional<InetAddress> address) throws InterruptedException {
    if (!room.tryAcquire()) {
      return false;
    }
    try {
      if (!address.map(this::enter).orElse(true)) {
        return false;
      }
      try {
        var unused = never.await(jittered(delay.toNanos()), TimeUnit.NANOSECONDS);
        return true;
      } finally {
        address.ifPresent(this::leave);
      }
    } finally {
      room.release();
    }
  }

  /// Clients that were refused together do not all come back together.
  private static long jittered(long nanos) {
    return nanos + ThreadLocalRandom.current().nextLong(nanos / 5 + 1);
  }

  private boolean enter(InetAddress address) {
    if (held.merge(address, 1, Integer::sum) <= mostOfOneAddress) {
      return true;
    }
    leave(address);
    return false;
  }

  private void leave(InetAddress address) {
    held.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
  }

  private static ProxyResponse closing(ProxyResponse refusal) {
    var headers = new LinkedHashMap<>(refusal.headers());
    headers.put("connection", "close");
    return new ProxyResponse(refusal.status(), headers, refusal.body());
  }

  static Refusal kind(AccessDeniedException denial) {
    return switch (denial.reason()) {
      case UNAUTHENTICATED -> Refusal.UNAUTHENTICATED;
      case FORBIDDEN -> Refusal.FORBIDDEN;
      case UNAVAILABLE -> Refusal.UNAVAILABLE;
    };
  }

  static ProxyResponse denied(AccessDeniedException denial) {
    return switch (denial.reason()) {
      case UNAUTHENTICATED -> unauthorized(Answers.error(401, "Unauthorized", denial));
      case FORBIDDEN -> Answers.error(403, "Forbidden", denial);
      case UNAVAILABLE -> Answers.error(503, "Unavailable", denial);
    };
  }

  /// HTTP asks for the challenge.
  private static ProxyResponse unauthorized(ProxyResponse refusal) {
    var headers = new LinkedHashMap<>(refusal.headers());
    headers.put("www-authenticate", "Bearer");
    return new ProxyResponse(refusal.status(), headers, refusal.body());
  }

  static ProxyResponse misdirected() {
    return Answers.error(
        421,
        "Misdirected",
        "this server does not answer by the name in the Host header, as a page of another site"
            + " might have made it lead here. Start Weir with --allow-host for a name of yours");
  }
}
