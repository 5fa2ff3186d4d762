package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows of the fault matrix: the S2 behind Weir fails, while one client commits and another
/// follows.
abstract class WhileS2Fails {
  @ParameterizedTest
  @ValueSource(ints = {60, 5, 1})
  @ResourceLock("all of S2")
  void s2_downForAWhile_isWaitedFor(int seconds, @Apart Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    row.commitTo(alice, "before", bob);
    try (var down = row.s2Refuses()) {
      row.commit(alice, "during", 1);
      down.goesOn(Duration.ofSeconds(seconds)).end();
      row.assertCalm(down, alice, bob);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("S2 refuses connections for " + seconds + " s", "its pull and its push are held");
  }

  @ParameterizedTest
  @MethodSource("dev.weir.interop.S2Failure#all")
  void s2_failingForAWhile_isWaitedFor(S2Failure failure, Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    row.commitTo(alice, "before", bob);
    try (var trouble = row.s2(failure.fault())) {
      row.commit(alice, "during", 1);
      trouble.goesOn(failure.time()).end();
      assertThat(trouble.hits()).isPositive();
      row.assertCalm(trouble, alice, bob);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw(failure.toString(), "its pull and its push are held");
  }

  /// A client that starts in the middle of it has nothing yet that could go on.
  @ParameterizedTest
  @MethodSource("dev.weir.interop.S2Failure#someAtTheStart")
  void aClient_startedWhileS2Fails_syncsOnceItIsBack(S2Failure failure, Row row)
      throws InterruptedException {
    var alice = row.connect("alice");
    try (var trouble = row.s2(failure.fault())) {
      row.open(alice, Map.of());
      row.commit(alice, "during", 1);
      trouble.goesOn(failure.time()).end();
      assertThat(trouble.hits()).isPositive();
      row.assertCalm(trouble, alice);
    }
    row.assertSyncsOnCleanly(alice, row.open("bob"));
    row.saw("at its start " + failure, "its pull and its push are held");
  }
}
