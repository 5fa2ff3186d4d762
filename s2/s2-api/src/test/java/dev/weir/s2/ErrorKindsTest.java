package dev.weir.s2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorKindsTest {
  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void refusal_ofAnyCode_answersAsItsCode(ErrorCode code) {
    var refused = new RequestRejectedException(code, "because");
    assertThat(refused.kind()).isEqualTo(code.kind());
    assertThat(refused.isRetryable()).isEqualTo(code.isRetryable());
    assertThat(refused.hasNoSideEffects()).isEqualTo(code.hasNoSideEffects());
  }

  @Test
  void kinds_ofWhatACallerMistook_areNeverRetryable() {
    for (ErrorCode code : ErrorCode.values()) {
      switch (code.kind()) {
        case INVALID, NOT_FOUND, DENIED, UNSUPPORTED ->
            assertThat(code.isRetryable()).as("%s", code).isFalse();
        case RATE_LIMITED -> assertThat(code.isRetryable()).isTrue();
        case CONFLICT, UNAVAILABLE -> {}
      }
    }
  }

  @Test
  void refusal_withRetryAfter_keepsEverythingElse() {
    var cause = new IllegalStateException("why");
    var refused =
        new RequestRejectedException(ErrorCode.RATE_LIMITED, "slowly", cause)
            .withRetryAfter(Duration.ofMillis(250));
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(250));
    assertThat(refused).hasMessage("slowly").hasCause(cause);
    assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
  }

  @Test
  void unknownOutcome_promisesNothing() {
    var unknown = new OutcomeUnknownException("trimmed");
    assertThat(unknown.isRetryable()).isFalse();
    assertThat(unknown.hasNoSideEffects()).isFalse();
  }

  @Test
  void failure_again_isAnotherExceptionThatSaysTheSame() {
    var tail = new StreamPosition(3, 4);
    var mismatch = new AppendConditionFailedException.Mismatch.SeqNum(9);
    for (var failure :
        List.of(
            new InvalidInputException("too long"),
            new RequestRejectedException(ErrorCode.RATE_LIMITED, "slowly")
                .withRetryAfter(Duration.ofSeconds(1)),
            new AppendConditionFailedException(mismatch),
            new RangeNotSatisfiableException(tail),
            new TransportException("reset", true, null),
            new TransportException("refused", false, null),
            new OutcomeUnknownException("trimmed"))) {
      var again = failure.again();
      assertThat(again).isNotSameAs(failure).hasSameClassAs(failure).hasCause(failure);
      assertThat(again).hasMessage(failure.getMessage());
      assertThat(again.isRetryable()).isEqualTo(failure.isRetryable());
      assertThat(again.hasNoSideEffects()).isEqualTo(failure.hasNoSideEffects());
    }
    assertThat(new RangeNotSatisfiableException(tail).again())
        .isInstanceOfSatisfying(
            RangeNotSatisfiableException.class, e -> assertThat(e.tail()).isEqualTo(tail));
  }
}
