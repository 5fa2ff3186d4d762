package dev.weir.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter shown = new StringWriter();
  private long nanos;

  private Progress progress(boolean isTerminal) {
    return new Progress(new PrintWriter(shown, true), isTerminal, () -> nanos, "copying todos");
  }

  @Test
  void at_onATerminal_movesABarAndTakesItAway() {
    try (var progress = progress(true)) {
      progress.at(1, 1_000);
      assertThat(shown.toString()).isEmpty();
      nanos += 200_000_000;
      progress.at(500, 1_000);
      assertThat(shown.toString())
          .isEqualTo("\rcopying todos [###############...............]  50%  500 of 1,000 ");
    }
    assertThat(shown.toString()).endsWith("\r\u001b[K");
  }

  @Test
  void at_elsewhere_isALineEveryTenSeconds() {
    try (var progress = progress(false)) {
      for (int done = 0; done < 25; done++) {
        progress.at(done, 0);
        nanos += 1_000_000_000L;
      }
    }
    assertThat(shown.toString().lines()).containsExactly("copying todos: 10", "copying todos: 20");
  }
}
