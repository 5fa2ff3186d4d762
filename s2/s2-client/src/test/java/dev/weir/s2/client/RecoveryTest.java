package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an append session does once a connection has ended, over every code and policy.
class RecoveryTest {
  private static final RetryPolicy THREE =
      new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(1));
  private final S2Exception broken = new TransportException("reset", true, null);
  private final S2Exception mismatch = new AppendConditionFailedException(new Mismatch.SeqNum(9));
  private final S2Exception fenced =
      new AppendConditionFailedException(new Mismatch.Fence(new FencingToken("other")));

  /// Two batches, of which one was sent, at the first failure.
  private static final Recovery.Situation SENT = new Recovery.Situation(2, 1, false, 1, false);

  private static final Recovery.Situation UNSENT = new Recovery.Situation(2, 0, false, 1, false);
  private static final Recovery.Situation DOUBTFUL = new Recovery.Situation(2, 1, true, 1, false);
  private static final Recovery.Situation EXHAUSTED = new Recovery.Situation(2, 1, false, 3, false);

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void noSideEffects_resendsOnlyWhatCertainlyDidNothing(ErrorCode code) {
    var refused = new RequestRejectedException(code, "because");
    var recovery = after(refused, SENT, AppendRetry.NO_SIDE_EFFECTS);
    if (code.isRetryable() && code.hasNoSideEffects()) {
      assertThat(((Recovery.Resend) recovery).certain()).isTrue();
    } else {
      assertThat(recovery).isEqualTo(new Recovery.GiveUp(refused));
    }
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void all_resendsWhateverMayPass(ErrorCode code) {
    var refused = new RequestRejectedException(code, "because");
    var recovery = after(refused, SENT, AppendRetry.ALL);
    if (code.isRetryable()) {
      assertThat(((Recovery.Resend) recovery).certain()).isEqualTo(code.hasNoSideEffects());
    } else {
      assertThat(recovery).isEqualTo(new Recovery.GiveUp(refused));
    }
  }

  @Test
  void noSideEffects_afterABrokenConnection_resendsOnlyWhatWasNotSent() {
    assertThat(after(broken, SENT, AppendRetry.NO_SIDE_EFFECTS))
        .isEqualTo(new Recovery.GiveUp(broken));
    assertThat(after(broken, UNSENT, AppendRetry.NO_SIDE_EFFECTS))
        .isInstanceOf(Recovery.Resend.class);
  }

  @ParameterizedTest
  @EnumSource(AppendRetry.class)
  void anyPolicy_withItsAttemptsUsedUp_givesUp(AppendRetry policy) {
    assertThat(after(broken, EXHAUSTED, policy)).isInstanceOf(Recovery.GiveUp.class);
  }

  @Test
  void exactlyOnce_withItsAttemptsUsedUp_saysThatTheOutcomeIsUnknown() {
    assertThat(reason(after(broken, EXHAUSTED, AppendRetry.EXACTLY_ONCE)))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasCause(broken);
  }

  @ParameterizedTest
  @EnumSource(AppendRetry.class)
  void failedCondition_ofABatchSentOnce_isThatForCertain(AppendRetry policy) {
    assertThat(after(mismatch, SENT, policy)).isEqualTo(new Recovery.GiveUp(mismatch));
    assertThat(after(fenced, SENT, policy)).isEqualTo(new Recovery.GiveUp(fenced));
  }

  @Test
  void failedCondition_ofABatchThatMayBeThere_isVerifiedInExactlyOnce() {
    var verify = new Recovery.Resend(Duration.ZERO, true, true);
    assertThat(after(mismatch, DOUBTFUL, AppendRetry.EXACTLY_ONCE)).isEqualTo(verify);
    assertThat(after(fenced, DOUBTFUL, AppendRetry.EXACTLY_ONCE)).isEqualTo(verify);
  }

  @Test
  void failedCondition_ofABatchThatMayBeThere_isNotSoldAsCertainty() {
    var reason = reason(after(mismatch, DOUBTFUL, AppendRetry.ALL));
    assertThat(reason).isInstanceOf(OutcomeUnknownException.class).hasCause(mismatch);
    assertThat(reason.hasNoSideEffects()).isFalse();
  }

  @Test
  void giveUp_withNothingSent_saysSo() {
    var now = new Recovery.Situation(2, 0, false, 3, false);
    assertThat(reason(after(broken, now, AppendRetry.ALL)).hasNoSideEffects()).isTrue();
  }

  @Test
  void cleanEnd_withBatchesUnacknowledged_isABrokenConnection() {
    var clean = new LinkEnd.Clean(false);
    assertThat(Recovery.after(clean, SENT, AppendRetry.NO_SIDE_EFFECTS, backoff()))
        .isInstanceOf(Recovery.GiveUp.class);
    var resend = Recovery.after(clean, SENT, AppendRetry.ALL, backoff());
    assertThat(((Recovery.Resend) resend).certain()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(AppendRetry.class)
  void cleanEnd_asAdvised_resendsAtOnceAndForNothing(AppendRetry policy) {
    assertThat(Recovery.after(new LinkEnd.Clean(true), EXHAUSTED, policy, backoff()))
        .isEqualTo(new Recovery.Resend(Duration.ZERO, false, true));
  }

  @Test
  void drainingServer_isLeftAtOnce_andWithBackoffWhereThereIsNoOther() {
    var draining = new RequestRejectedException(ErrorCode.SERVER_DRAINING, "bye");
    var first = new Recovery.Situation(2, 1, false, 3, true);
    assertThat(after(draining, first, AppendRetry.NO_SIDE_EFFECTS))
        .isEqualTo(new Recovery.Resend(Duration.ZERO, false, true));
    var again = (Recovery.Resend) after(draining, SENT, AppendRetry.NO_SIDE_EFFECTS);
    assertThat(again.counts()).isTrue();
    assertThat(again.delay()).isPositive();
  }

  private static Recovery after(S2Exception e, Recovery.Situation now, AppendRetry policy) {
    return Recovery.after(new LinkEnd.Failed(e, Duration.ZERO), now, policy, backoff());
  }

  private static S2Exception reason(Recovery recovery) {
    return ((Recovery.GiveUp) recovery).reason();
  }

  private static Backoff backoff() {
    return new Backoff(THREE, new SplittableRandom(1));
  }
}
