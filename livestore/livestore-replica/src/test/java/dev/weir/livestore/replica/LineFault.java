package dev.weir.livestore.replica;

import java.util.List;
import java.util.Random;

/// What befalls one request on a [BadLine].
sealed interface LineFault {
  /// Nothing.
  record None() implements LineFault {}

  /// It takes its time.
  record Late(int millis) implements LineFault {}

  /// It does not get there.
  record Refused(Cut cut) implements LineFault {}

  /// It gets there, and its answer is lost.
  record AnswerLost(Cut cut) implements LineFault {}

  /// The connection ends behind so many bytes of the answer.
  record CutAfter(int bytes, Cut cut) implements LineFault {}

  /// Nothing more comes behind so many bytes of the answer.
  record SilentAfter(int bytes) implements LineFault {}

  /// The answer's body ends in good order, as if it were complete, behind so many bytes.
  record EndsAfter(int bytes) implements LineFault {}

  /// Something else answers.
  record Wrong(String answer) implements LineFault {}

  /// How a connection ends.
  enum Cut {
    IN_ORDER,
    BY_RESET
  }

  /// The faults of one kind of request: some at first, and then no more.
  final class Draw {
    private static final int MAX_BYTES = 1_200;

    private final Random random;
    private final List<String> wrongAnswers;
    private int left;

    Draw(long seed, List<String> wrongAnswers) {
      this.random = new Random(seed);
      this.wrongAnswers = wrongAnswers;
      this.left = 2 + random.nextInt(12);
    }

    synchronized LineFault next() {
      if (left == 0 || random.nextInt(4) == 0) {
        return new None();
      }
      left--;
      Cut cut = random.nextBoolean() ? Cut.IN_ORDER : Cut.BY_RESET;
      // Few bytes often: within the answer's head and its first lines most can go wrong.
      int bytes = random.nextInt(1 + random.nextInt(MAX_BYTES));
      return switch (random.nextInt(16)) {
        case 0 -> new Late(random.nextInt(30));
        case 1, 2 -> new Refused(cut);
        case 3, 4 -> new AnswerLost(cut);
        case 5, 6, 7 -> new CutAfter(bytes, cut);
        case 8 -> new SilentAfter(bytes);
        case 9, 10 -> new EndsAfter(bytes);
        default -> new Wrong(wrongAnswers.get(random.nextInt(wrongAnswers.size())));
      };
    }
  }
}
