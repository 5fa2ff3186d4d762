package dev.weir.proof.linear;

import dev.weir.s2.AppendInput;
import dev.weir.s2.FencingToken;
import java.util.HashSet;
import java.util.Set;

/// A stream that does one thing after the other.
final class StreamModel {
  private StreamModel() {}

  /// The states that a stream may be in after `call` if it was in one of `states` before and gave
  /// this answer. None if it cannot have given it.
  static Set<StreamState> step(Set<StreamState> states, Call call, Answer answer) {
    var after = new HashSet<StreamState>();
    for (var state : states) {
      switch (call) {
        case Call.Append(AppendInput input) -> append(state, input, answer, after);
        case Call.ReadAll() -> {
          if (answer.equals(new Answer.Contents(state.tail(), state.hash()))) {
            after.add(state);
          }
        }
        case Call.CheckTail() -> {
          if (answer.equals(new Answer.Tail(state.tail()))) {
            after.add(state);
          }
        }
      }
    }
    return after;
  }

  private static void append(
      StreamState state, AppendInput input, Answer answer, Set<StreamState> after) {
    boolean isAtTail = input.matchSeqNum().orElse(state.tail()) == state.tail();
    boolean isUnfenced = input.fencingToken().orElse(state.fence()).equals(state.fence());
    var appended = isAtTail && isUnfenced ? state.append(input.records()) : state;
    switch (answer) {
      case Answer.Lost() -> {
        after.add(state);
        after.add(appended);
      }
      case Answer.Appended(long start, long end, long tail) -> {
        if (isAtTail
            && isUnfenced
            && start == state.tail()
            && end == appended.tail()
            && tail >= end) {
          after.add(appended);
        }
      }
      case Answer.NotAtTail(long next) -> {
        if (!isAtTail && next == state.tail()) {
          after.add(state);
        }
      }
      case Answer.Fenced(String current) -> {
        if (!isUnfenced && new FencingToken(current).equals(state.fence())) {
          after.add(state);
        }
      }
      case Answer.Contents ignored -> throw new IllegalArgumentException(answer.toString());
      case Answer.Tail ignored -> throw new IllegalArgumentException(answer.toString());
    }
  }
}
