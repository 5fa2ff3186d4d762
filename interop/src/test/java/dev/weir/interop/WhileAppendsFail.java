package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Rows of the fault matrix: S2 takes appends, but Weir does not get to know what became of them.
abstract class WhileAppendsFail {
  /// Weir must answer by itself, as a stock client never repeats a push that hangs.
  @Test
  void anAppend_thatHangs_isAnsweredAllTheSame(Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    row.commitTo(alice, "before", bob);
    try (var hang = row.s2Appends(new Fault.Hang())) {
      row.commit(alice, "during", 1);
      hang.goesOn(Duration.ofSeconds(30)).end();
      var pushes = alice.front().traffic().count("POST", hang.begun(), hang.ended());
      assertThat(pushes).as("pushes, the second after the first was answered").isGreaterThan(1);
      row.assertCalm(hang, alice, bob);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("S2 takes appends and does nothing for 30 s", "503 after 20 s at the latest");
  }

  @Test
  void anAppend_whoseAnswerIsLost_isFoundInTheStream(Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    try (var lost = row.s2Appends(new Fault.LoseAnswer())) {
      for (var i = 0; i < 5; i++) {
        row.commitTo(alice, "lost-" + i, bob);
      }
      lost.end();
      assertThat(lost.hits()).isEqualTo(5);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("S2 appends, and its answers are lost", "200");
  }

  @Test
  void anAppend_whoseAnswerDoesNotCome_isFoundInTheStream(Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    try (var late = row.s2Appends(new Fault.KeepAnswer())) {
      row.commitTo(alice, "late", bob);
      row.commit(bob, "behind", 1);
      late.goesOn(Duration.ofSeconds(8)).end();
      assertThat(late.hits()).isPositive();
      row.assertCalm(late, alice, bob);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("S2 appends, and its answers come too late", "200 within 10 s");
  }
}
