package dev.weir.livestore.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PullSlotsTest {
  private static final LimitedCaller ANNA = new LimitedCaller("anna");
  private static final LimitedCaller BEN = new LimitedCaller("ben");
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final PullSlots slots = new PullSlots(ProxyLimits.defaults().withMaxPulls(2, 3));

  @Test
  void enter_withinTheLimit_isOpenAtOnce() {
    try (var first = slots.enter(ANNA, "a");
        var second = slots.enter(ANNA, "b")) {
      assertThat(first.isOpen()).isTrue();
      assertThat(second.isOpen()).isTrue();
    }
    assertThat(slots.remembered()).isZero();
  }

  @Test
  void enter_beyondTheLimitOfAPrincipal_waitsUntilOneLeaves() throws Exception {
    var first = slots.enter(ANNA, "a");
    try (var second = slots.enter(ANNA, "b");
        var third = slots.enter(ANNA, "c");
        var other = slots.enter(BEN, "c")) {
      assertThat(second.isOpen()).isTrue();
      assertThat(other.isOpen()).isTrue();
      assertThat(third.await(0)).isFalse();
      var opened = new FutureTask<>(() -> third.await(PATIENCE));
      Thread.ofVirtual().start(opened);
      first.close();
      first.close();
      assertThat(opened.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(third.isOpen()).isTrue();
    }
    assertThat(slots.remembered()).isZero();
  }

  @Test
  void enter_whileOthersWait_waitsBehindThem() throws Exception {
    var first = slots.enter(ANNA, "a");
    try (var second = slots.enter(ANNA, "b");
        var waiting = slots.enter(ANNA, "c")) {
      assertThat(second.isOpen()).isTrue();
      first.close();
      try (var late = slots.enter(ANNA, "d")) {
        assertThat(late.isOpen()).isFalse();
        assertThat(waiting.await(0)).isTrue();
        assertThat(late.await(0)).isFalse();
      }
    }
    assertThat(slots.remembered()).isZero();
  }

  @Test
  void enter_whereAsManyWaitAsAreServed_isRefused() {
    try (var first = slots.enter(ANNA, "a");
        var second = slots.enter(ANNA, "b");
        var third = slots.enter(ANNA, "c");
        var fourth = slots.enter(ANNA, "d")) {
      assertThat(first.isOpen() && second.isOpen()).isTrue();
      assertThat(third.isOpen() || fourth.isOpen()).isFalse();
      assertThatThrownBy(() -> slots.enter(ANNA, "e"))
          .isInstanceOf(RateLimitedException.class)
          .hasMessageContaining("pulls");
    }
    assertThat(slots.remembered()).isZero();
  }

  @Test
  void enter_beyondTheLimitOfAStore_waits() {
    try (var first = slots.enter(ANNA, "a");
        var second = slots.enter(ANNA, "a");
        var third = slots.enter(BEN, "a");
        var fourth = slots.enter(BEN, "a");
        var elsewhere = slots.enter(BEN, "b")) {
      assertThat(first.isOpen() && second.isOpen() && third.isOpen()).isTrue();
      assertThat(fourth.isOpen()).isFalse();
      assertThat(elsewhere.isOpen()).isTrue();
    }
    assertThat(slots.remembered()).isZero();
  }
}
