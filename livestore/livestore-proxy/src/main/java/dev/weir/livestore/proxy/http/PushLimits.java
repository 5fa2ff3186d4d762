package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyListener;
import dev.weir.livestore.proxy.limits.ProxyLimits;
import dev.weir.livestore.proxy.limits.PushQuotas;
import dev.weir.livestore.sync.EncodedEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Lets pushes pass that keep to their limits, and those that come too early when it is their turn.
/// That is before they wait for their store, so that none that waits holds up another.
final class PushLimits {
  /// Bodies of pushes that wait, all together.
  private static final int MAX_WAITING_BYTES = 64 << 20;

  /// UTF-8 takes this much of a UTF-16 unit at most.
  private static final int MAX_BYTES_OF_A_UNIT = 3;

  private final LiveStoreProxy proxy;
  private final ProxyListener listener;
  private final ProxyLimits limits;
  private final PushQuotas quotas;
  private final Semaphore waitingBytes = new Semaphore(MAX_WAITING_BYTES);

  PushLimits(LiveStoreProxy proxy, ProxyLimits limits) {
    this.proxy = proxy;
    this.listener = proxy.config().telemetry().listener();
    this.limits = limits;
    this.quotas = new PushQuotas(limits, System::nanoTime);
  }

  /// Returns when the push may pass.
  ///
  /// @throws PushTooLargeException if it never may
  /// @throws dev.weir.livestore.proxy.limits.RateLimitedException if it would have to wait too long
  /// @throws PushRoom.TooManyPushesException if there is no room for it after it had to wait
  /// @throws ClosedWhileWaitingException if the proxy closes first
  void pass(ReceivedPush push, PushRoom.Place place, PushSpan span) throws InterruptedException {
    requireSizes(push.payload().batch());
    int events = push.payload().batch().size();
    long nanos = quotas.charge(push.caller(), push.storeId(), events, push.bytes());
    if (nanos > 0) {
      try {
        await(nanos, push, place);
      } catch (InterruptedException | RuntimeException e) {
        quotas.giveBack(push.caller(), push.storeId(), events, push.bytes());
        throw e;
      }
      span.delayed(nanos);
    }
  }

  /// What waits here must not keep others out.
  private void await(long nanos, ReceivedPush push, PushRoom.Place place)
      throws InterruptedException {
    int bytes = Math.toIntExact(push.bytes());
    if (!waitingBytes.tryAcquire(bytes)) {
      throw new TooManyWaitingException();
    }
    place.leave();
    try {
      listener.pushDelayed(nanos);
      if (proxy.awaitClosed(nanos)) {
        throw new ClosedWhileWaitingException();
      }
      place.enter();
    } finally {
      waitingBytes.release(bytes);
    }
  }

  private void requireSizes(List<EncodedEvent> batch) {
    if (batch.size() > limits.maxBatchEvents()) {
      throw new PushTooLargeException(
          "BatchTooLarge",
          "the push has "
              + batch.size()
              + " events, more than the "
              + limits.maxBatchEvents()
              + " that are allowed; nothing was stored");
    }
    for (int i = 0; i < batch.size(); i++) {
      requireSize(batch.get(i).json(), i);
    }
  }

  private void requireSize(String json, int index) {
    if ((long) json.length() * MAX_BYTES_OF_A_UNIT <= limits.maxEventBytes()) {
      return;
    }
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.maxEventBytes()) {
      throw new PushTooLargeException(
          "EventTooLarge",
          "batch["
              + index
              + "] is "
              + bytes
              + " bytes of JSON, more than the "
              + limits.maxEventBytes()
              + " that are allowed; nothing was stored");
    }
  }

  /// A push that is larger than this proxy lets pass.
  static final class PushTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String code;

    PushTooLargeException(String code, String message) {
      super(message);
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  /// There is no room for one more push that waits.
  static final class TooManyWaitingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyWaitingException() {
      super("too many pushes wait already; nothing was stored. Push the same again later");
    }
  }

  /// The proxy closed while a push waited.
  static final class ClosedWhileWaitingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClosedWhileWaitingException() {
      super("the proxy closes; nothing was stored. Push again");
    }
  }
}
