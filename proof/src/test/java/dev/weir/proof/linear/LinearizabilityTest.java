package dev.weir.proof.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proof.linear.Linearizability.Verdict;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The checker on histories whose answer is known.
class LinearizabilityTest {
  private static final AppendInput A = AppendInput.of(AppendRecord.of("a"));
  private static final AppendInput B = AppendInput.of(AppendRecord.of("b"));
  private static final FencingToken TOKEN = new FencingToken("t");

  @Test
  void nothing_isLinearizable() {
    assertThat(Linearizability.check(List.of())).isEqualTo(new Verdict.Linearizable());
  }

  @Test
  void oneAfterTheOther_whereTheNumbersFit() {
    assertLinearizable(
        append(A, 0, 1, 0, 1), tail(1, 2, 3), append(B, 1, 2, 4, 5), contents(6, 7, "a", "b"));
  }

  @Test
  void tailThatForgetsAnAcknowledgedAppend_isBroken() {
    assertBroken(append(A, 0, 1, 0, 1), tail(0, 2, 3));
  }

  @Test
  void tailDuringAnAppend_mayBeBeforeOrBehindIt() {
    assertLinearizable(append(A, 0, 1, 0, 3), tail(0, 1, 2));
    assertLinearizable(append(A, 0, 1, 0, 3), tail(1, 1, 2));
  }

  @Test
  void tailThatGoesBack_isBroken() {
    assertBroken(append(A, 0, 1, 0, 9), tail(1, 1, 2), tail(0, 3, 4));
  }

  @Test
  void twoAppendsAtOnePlace_areBroken() {
    assertBroken(append(A, 0, 1, 0, 1), append(B, 0, 1, 0, 1));
  }

  @Test
  void contentsInAnotherOrderThanTheAcknowledgements_areBroken() {
    assertBroken(append(A, 0, 1, 0, 4), append(B, 1, 2, 1, 5), contents(6, 7, "b", "a"));
  }

  @Test
  void lostAppend_mayHappenLaterOrNever() {
    var lost = new Operation(0, new Call.Append(A), new Answer.Lost(), 0, Long.MAX_VALUE);
    assertLinearizable(lost, tail(0, 1, 2));
    assertLinearizable(lost, tail(0, 1, 2), tail(1, 3, 4));
    assertBroken(lost, tail(1, 1, 2), tail(0, 3, 4));
    assertBroken(lost, tail(2, 1, 2));
  }

  @Test
  void lostAppend_cannotHappenBeforeItWasCalled() {
    var lost = new Operation(0, new Call.Append(A), new Answer.Lost(), 2, Long.MAX_VALUE);
    assertBroken(tail(1, 0, 1), lost);
  }

  @Test
  void refusalByPlace_mustNameTheTail() {
    var atTwo = new Call.Append(B.withMatchSeqNum(2));
    var refused = new Operation(1, atTwo, new Answer.NotAtTail(1), 2, 3);
    assertLinearizable(append(A, 0, 1, 0, 1), refused, tail(1, 4, 5));
    assertBroken(refused);
    var wrongly =
        new Operation(1, new Call.Append(B.withMatchSeqNum(0)), new Answer.NotAtTail(0), 0, 1);
    assertBroken(wrongly);
  }

  @Test
  void fence_holdsForWhoNamesAnother() {
    var fence = AppendInput.of(new Command.Fence(TOKEN).toRecord());
    var under = new Call.Append(A.withFencingToken(new FencingToken("other")));
    var refused = new Operation(1, under, new Answer.Fenced("t"), 2, 3);
    assertLinearizable(append(fence, 0, 1, 0, 1), refused);
    assertBroken(
        append(fence, 0, 1, 0, 1), append(A.withFencingToken(FencingToken.NONE), 1, 2, 2, 3));
    assertLinearizable(append(fence, 0, 1, 0, 1), append(A, 1, 2, 2, 3));
  }

  private static void assertLinearizable(Operation... operations) {
    assertThat(Linearizability.check(List.of(operations))).isEqualTo(new Verdict.Linearizable());
  }

  private static void assertBroken(Operation... operations) {
    assertThat(Linearizability.check(List.of(operations))).isInstanceOf(Verdict.Broken.class);
  }

  private static Operation append(AppendInput input, long start, long end, long begun, long ended) {
    return new Operation(
        0, new Call.Append(input), new Answer.Appended(start, end, end), begun, ended);
  }

  private static Operation tail(long tail, long begun, long ended) {
    return new Operation(2, new Call.CheckTail(), new Answer.Tail(tail), begun, ended);
  }

  private static Operation contents(long begun, long ended, String... bodies) {
    var state = StreamState.EMPTY;
    for (var body : bodies) {
      state = state.append(List.of(AppendRecord.of(body)));
    }
    var contents = new Answer.Contents(state.tail(), state.hash());
    return new Operation(3, new Call.ReadAll(), contents, begun, ended);
  }
}
