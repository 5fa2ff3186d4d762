package dev.weir.livestore.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PushQuotasTest {
  private static final LimitedCaller ANNA = new LimitedCaller("anna");
  private static final LimitedCaller BEN = new LimitedCaller("ben");
  private static final PushRates TEN_EVENTS =
      PushRates.unlimited().withEvents(new RateLimit(10, 10));

  private final AtomicLong clock = new AtomicLong(1);

  private PushQuotas quotas(ProxyLimits limits) {
    return new PushQuotas(limits, clock::get);
  }

  private void pass(long millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  @Test
  void charge_withoutLimits_neverWaitsAndRemembersNobody() {
    var quotas = quotas(ProxyLimits.defaults());
    for (int i = 0; i < 1_000; i++) {
      assertThat(quotas.charge(ANNA, "s", 1_000, 1 << 20)).isZero();
    }
    assertThat(quotas.remembered()).isZero();
  }

  @Test
  void charge_withinTheBurst_doesNotWait() {
    var quotas = quotas(ProxyLimits.defaults().withRatesOfPrincipal(TEN_EVENTS));
    for (int i = 0; i < 10; i++) {
      assertThat(quotas.charge(ANNA, "s", 1, 100)).isZero();
    }
  }

  @Test
  void pushThatWentAwayWhileItWaited_owesNothing() {
    var quotas = quotas(ProxyLimits.defaults().withRatesOfPrincipal(TEN_EVENTS));
    assertThat(quotas.charge(ANNA, "s", 15, 100)).isZero();
    long wait = quotas.charge(ANNA, "s", 5, 100);
    assertThat(wait).isPositive();
    quotas.giveBack(ANNA, "s", 5, 100);
    assertThat(quotas.charge(ANNA, "s", 5, 100)).isEqualTo(wait);
  }

  @Test
  void charge_beyondTheBurst_waitsForWhatIsOwedBeforeIt() {
    var quotas = quotas(ProxyLimits.defaults().withRatesOfPrincipal(TEN_EVENTS));
    assertThat(quotas.charge(ANNA, "s", 15, 100)).isZero();
    assertThat(millis(quotas.charge(ANNA, "s", 1, 100))).isEqualTo(500);
    assertThat(millis(quotas.charge(ANNA, "s", 1, 100))).isEqualTo(600);
    pass(700);
    assertThat(quotas.charge(ANNA, "s", 1, 100)).isZero();
    assertThat(millis(quotas.charge(ANNA, "s", 1, 100))).isEqualTo(100);
  }

  @Test
  void charge_overALongTime_letsTheRatePass() {
    var quotas =
        quotas(
            ProxyLimits.defaults()
                .withRatesOfPrincipal(TEN_EVENTS)
                .withMaxPushDelay(Duration.ofMillis(50)));
    int passed = 0;
    for (int i = 0; i < 10_000; i++) { // 100 s, ten times too fast
      try {
        quotas.charge(ANNA, "s", 1, 100);
        passed++;
      } catch (RateLimitedException e) {
        assertThat(e.retryAfter()).isPositive();
      }
      pass(10);
    }
    assertThat(passed).isBetween(1_000, 1_012);
  }

  @Test
  void charge_ofAPushLargerThanTheBurst_passesAfterRest() {
    var quotas =
        quotas(
            ProxyLimits.defaults()
                .withRatesOfStore(PushRates.unlimited().withBytes(new RateLimit(100, 100)))
                .withMaxPushDelay(Duration.ZERO));
    assertThat(quotas.charge(ANNA, "s", 1, 2 << 20)).isZero();
    assertThatThrownBy(() -> quotas.charge(ANNA, "s", 1, 1))
        .isInstanceOf(RateLimitedException.class);
    pass(TimeUnit.SECONDS.toMillis((2 << 20) / 100 + 1));
    assertThat(quotas.charge(ANNA, "s", 1, 2 << 20)).isZero();
  }

  @Test
  void charge_thatWouldWaitTooLong_isRefusedAndNotCharged() {
    var quotas =
        quotas(
            ProxyLimits.defaults()
                .withRatesOfPrincipal(TEN_EVENTS)
                .withRatesOfStore(TEN_EVENTS)
                .withMaxPushDelay(Duration.ofSeconds(1)));
    assertThat(quotas.charge(ANNA, "s", 40, 100)).isZero();
    for (int i = 0; i < 3; i++) {
      var refused =
          catchThrowableOfType(RateLimitedException.class, () -> quotas.charge(ANNA, "s", 40, 100));
      assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(3));
      assertThat(refused).hasMessageContaining("in 3 s").hasMessageContaining("nothing was stored");
    }
    pass(2_000);
    assertThat(millis(quotas.charge(ANNA, "s", 1, 100))).isEqualTo(1_000);
  }

  @Test
  void charge_ofOthers_isTheirOwn() {
    var quotas =
        quotas(
            ProxyLimits.defaults()
                .withRatesOfPrincipal(TEN_EVENTS)
                .withMaxPushDelay(Duration.ZERO));
    quotas.charge(ANNA, "s", 20, 100);
    assertThatThrownBy(() -> quotas.charge(ANNA, "other", 1, 100))
        .isInstanceOf(RateLimitedException.class)
        .hasMessageStartingWith("more by this client is pushed than is allowed");
    assertThat(quotas.charge(BEN, "s", 1, 100)).isZero();
  }

  @Test
  void charge_ofOneStoreByMany_isShared() {
    var quotas =
        quotas(ProxyLimits.defaults().withRatesOfStore(TEN_EVENTS).withMaxPushDelay(Duration.ZERO));
    quotas.charge(ANNA, "s", 20, 100);
    assertThatThrownBy(() -> quotas.charge(BEN, "s", 1, 100))
        .isInstanceOf(RateLimitedException.class)
        .hasMessageStartingWith("more to this store is pushed than is allowed");
    assertThat(quotas.charge(BEN, "other", 1, 100)).isZero();
  }

  @Test
  void remembered_ofEverNewStores_isBoundedAndForgottenInTime() {
    var quotas = quotas(ProxyLimits.defaults().withRatesOfStore(TEN_EVENTS));
    for (int i = 0; i < IdleForgetting.MOST + 1_000; i++) {
      quotas.charge(ANNA, "store" + i, 1, 100);
    }
    assertThat(quotas.remembered()).isEqualTo(IdleForgetting.MOST);
    clock.addAndGet(IdleForgetting.IDLE_NANOS);
    quotas.charge(ANNA, "last", 1, 100);
    assertThat(quotas.remembered()).isOne();
  }

  @Test
  void rate_thatIsNone_isRefused() {
    assertThatThrownBy(() -> new RateLimit(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(RateLimit.perSecond(1_000_000_000).burst()).isEqualTo(1_000_000_000);
  }
}
