package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.interop.Trouble.Where;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Rows of the fault matrix: something between a client and Weir fails, which for the client is
/// Weir failing.
abstract class WhileTheConnectionFails {
  @Test
  void aReset_beforeAPage_losesNothing(Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    try (var cut = alice.front().begin(new Fault.CutAfter(0), Where.livePull().first(2))) {
      row.commitTo(bob, "one", alice); // ends the live pull that was held before
      cut.awaitHit();
      row.commitTo(bob, "two", alice);
      cut.end();
      var pages = 2;
      row.assertCalm(cut, pages + cut.hits(), alice);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("its connection is reset before a page", "the page, asked for again");
  }

  @Test
  void aReset_behindAPage_losesNothing(Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    try (var cut = alice.front().begin(new Fault.CutBehindPage(), Where.livePull())) {
      row.commitTo(bob, "zero", alice);
      cut.awaitHit();
      for (var i = 1; i <= 5; i++) {
        row.commitTo(bob, "page-" + i, alice);
      }
      assertThat(cut.hits()).isGreaterThanOrEqualTo(5);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("its connection is reset right behind a page", "the page and a clean end");
  }

  /// What no proxy can mend: the client asks again from where it was before the page, gets the page
  /// again, and does not bear that.
  @Test
  void aReset_betweenAPageAndTheEndOfItsResponse_endsAStockClientsSync(Row row)
      throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    try (var cut = alice.front().begin(new Fault.CutWithinPage(), Where.livePull().first(1))) {
      row.commitTo(bob, "one", alice); // ends the live pull that was held before
      cut.awaitHit();
      row.commitTo(bob, "two", alice); // the page has come, the end of its response has not
    }
    row.commitTo(bob, "three");
    assertThatThrownBy(() -> alice.client().awaitConfirmed(row.committed(), Duration.ofSeconds(5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 of 3 events unconfirmed");
    row.saw("its connection is reset between a page and its end", "the page twice, and it dies");
  }

  @Test
  void aPing_thatHangs_pausesSync(Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    try (var hang = alice.front().begin(new Fault.Hang(), Where.method("HEAD"))) {
      hang.awaitHit();
      row.commit(alice, "during", 1);
      hang.goesOn(Duration.ofSeconds(15)).end();
      row.assertCalm(hang, alice);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("its HEAD hangs for 15 s", "it is offline from 10 s on, and comes back");
  }

  @Test
  void anAnswerToAPush_thatIsLost_storesItOnce(Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    try (var lost = alice.front().begin(new Fault.LoseAnswer(), Where.method("POST"))) {
      for (var i = 0; i < 5; i++) {
        row.commitTo(alice, "lost-" + i, bob);
      }
      lost.end();
      assertThat(lost.hits()).isGreaterThanOrEqualTo(5);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("the answers to its pushes are lost", "its events in its pull");
  }

  @Test
  void anAnswerToAPush_thatComesAfterTheNextPages_changesNothing(Row row)
      throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    try (var late = alice.front().begin(new Fault.KeepAnswer(), Where.method("POST"))) {
      row.commitTo(alice, "own", bob);
      late.awaitHit();
      row.commitTo(bob, "foreign", alice);
      row.commit(alice, "next", 1);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("an answer to its push comes after the next page", "its events in its pull");
  }

  /// A stock client waits for an answer to a push for ever, but not beyond the next page.
  @Test
  void aPush_thatNeverArrives_isRepeatedAfterTheNextPage(Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    try (var hang = alice.front().begin(new Fault.Hang(), Where.method("POST").first(1))) {
      row.commit(alice, "hanging", 1);
      hang.awaitHit();
      row.commit(bob, "foreign", 1);
      row.assertSyncsOnCleanly(alice, bob);
    }
    row.saw("its push hangs on the way", "nothing, until a page comes; then it pushes again");
  }
}
