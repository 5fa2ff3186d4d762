package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rows of the fault matrix: a stream has lost its beginning. A log that starts in the middle is
/// worse than none: a stock client takes it and builds a wrong state without a word.
abstract class WhileHistoryIsLost {
  @Test
  void aStream_withoutItsBeginning_isServedToThoseWhoHaveItAlone(Row row)
      throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    for (var i = 0; i < 4; i++) {
      row.commitTo(alice, "before-" + i, bob);
    }
    row.stream().trim(2);
    row.commitTo(bob, "behind", alice);

    var late = row.connectToAColdWeir("late");
    row.open(late, Map.of());
    row.coldWeir().warnings().await("store " + row.storeId(), "a pull is held");
    try (var lost = row.s2(new Fault.Late(Duration.ZERO))) {
      row.commitTo(alice, "further", bob);
      lost.goesOn(Duration.ofSeconds(15)).end();
      row.assertCalm(lost, late, alice, bob);
    }
    row.commitTo(bob, "end", alice);
    var view = late.client().look();
    assertThat(view.confirmed()).isEmpty();
    assertThat(view.rows()).isEmpty();
    row.saw(
        "its stream has lost its beginning",
        "who has it: all that is new; who has not: nothing, held with pings, a warning in the log");
  }

  @Test
  void aStream_whoseBeginningComesBack_isServedToThoseWhoWaited(Row row) throws Exception {
    var alice = row.open("alice");
    for (var i = 0; i < 4; i++) {
      row.commitTo(alice, "before-" + i);
    }
    var backup = row.stream().records();
    row.stream().trim(2);
    var late = row.connectToAColdWeir("late");
    row.open(late, Map.of());
    row.coldWeir().warnings().await("store " + row.storeId(), "a pull is held");
    row.stream().delete();
    row.stream().create();
    row.stream().append(backup);
    row.assertSyncsOn(late, row.open("bob"));
    row.saw("its stream's beginning is restored", "all of it");
  }
}
