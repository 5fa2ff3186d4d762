package dev.weir.livestore.proxy.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Says how long a push has to wait, so that its principal and its store keep to their rates. Each
/// push is charged in the order of its coming; what it costs beyond what is there, those after it
/// wait for. So a push is never too large to pass, and pushes that wait pass in their order.
/// Thread-safe.
public final class PushQuotas {
  private static final long NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ProxyLimits limits;
  private final LongSupplier nanoTime;
  private final IdleForgetting<Buckets> principals;
  private final IdleForgetting<Buckets> stores;

  /// @param nanoTime as [System#nanoTime()]
  public PushQuotas(ProxyLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.principals = new IdleForgetting<>(() -> new Buckets(limits.ofPrincipal()), nanoTime);
    this.stores = new IdleForgetting<>(() -> new Buckets(limits.ofStore()), nanoTime);
  }

  /// Charges a push.
  ///
  /// @return the nanoseconds after which it may pass
  /// @throws RateLimitedException if these are more than [ProxyLimits#maxPushDelay()]; nothing was
  ///   charged
  public long charge(LimitedCaller caller, String storeId, int events, long bytes) {
    Optional<Buckets> ofCaller = buckets(caller.key(), limits.ofPrincipal(), principals);
    Optional<Buckets> ofStore = buckets(storeId, limits.ofStore(), stores);
    long callerNanos = ofCaller.map(buckets -> buckets.charge(events, bytes)).orElse(0L);
    long storeNanos = ofStore.map(buckets -> buckets.charge(events, bytes)).orElse(0L);
    long nanos = Math.max(callerNanos, storeNanos);
    if (nanos > limits.maxPushDelay().toNanos()) {
      giveBack(caller, storeId, events, bytes);
      throw tooMuch(nanos, storeNanos > callerNanos ? "to this store is" : "by this client is");
    }
    return nanos;
  }

  /// Takes back the charge of a push that went away before it had passed: the client sends it
  /// again, and must not stand behind itself.
  public void giveBack(LimitedCaller caller, String storeId, int events, long bytes) {
    buckets(caller.key(), limits.ofPrincipal(), principals)
        .ifPresent(buckets -> buckets.giveBack(events, bytes));
    buckets(storeId, limits.ofStore(), stores)
        .ifPresent(buckets -> buckets.giveBack(events, bytes));
  }

  private static Optional<Buckets> buckets(
      String key, PushRates rates, IdleForgetting<Buckets> known) {
    return rates.isUnlimited() ? Optional.empty() : Optional.of(known.get(key));
  }

  private static RateLimitedException tooMuch(long nanos, String whose) {
    return new RateLimitedException(
        "more "
            + whose
            + " pushed than is allowed; nothing was stored. Push the same again in "
            + Math.ceilDiv(nanos, NANOS_A_SECOND)
            + " s",
        Duration.ofNanos(nanos));
  }

  int remembered() {
    return principals.size() + stores.size();
  }

  /// Those of one principal or one store.
  private final class Buckets {
    private final Optional<RateLimit> eventLimit;
    private final Optional<RateLimit> byteLimit;
    private final Optional<Bucket> events;
    private final Optional<Bucket> bytes;

    Buckets(PushRates rates) {
      this.eventLimit = rates.events();
      this.byteLimit = rates.bytes();
      this.events = eventLimit.map(this::bucket);
      this.bytes = byteLimit.map(this::bucket);
    }

    private Bucket bucket(RateLimit limit) {
      return Bucket.builder()
          .addLimit(bandwidth ->
              bandwidth
                  .capacity(limit.burst())
                  .refillGreedy(limit.perSecond(), Duration.ofSeconds(1)))
          .withCustomTimePrecision(new SuppliedTime())
          .build();
    }

    long charge(int eventCount, long byteCount) {
      return Math.max(
          events.map(bucket -> charge(bucket, eventLimit, eventCount)).orElse(0L),
          bytes.map(bucket -> charge(bucket, byteLimit, byteCount)).orElse(0L));
    }

    /// What is left to wait once the cost of this push itself is taken off: it pays for those
    /// before it.
    private static long charge(Bucket bucket, Optional<RateLimit> limit, long cost) {
      if (cost == 0) {
        return 0;
      }
      long untilPaid = bucket.consumeIgnoringRateLimits(cost);
      long own = cost * NANOS_A_SECOND / limit.orElseThrow().perSecond();
      return Math.max(0, untilPaid - own);
    }

    void giveBack(int eventCount, long byteCount) {
      giveBack(events, eventCount);
      giveBack(bytes, byteCount);
    }

    private static void giveBack(Optional<Bucket> bucket, long cost) {
      if (cost > 0) {
        bucket.ifPresent(charged -> charged.addTokens(cost));
      }
    }
  }

  private final class SuppliedTime implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
