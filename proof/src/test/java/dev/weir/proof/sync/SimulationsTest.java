package dev.weir.proof.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.proof.sync.jdk.DisturbedException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulationsTest {
  private final AtomicInteger runs = new AtomicInteger();

  private Simulations disturbedTimes(int times) {
    return new Simulations(() ->
        (seed, flaw) -> {
          if (runs.incrementAndGet() <= times) {
            throw new DisturbedException("a stranger");
          }
          return "run " + runs;
        });
  }

  @Test
  void disturbedRun_isRepeated() {
    assertThat(disturbedTimes(4).run(7, Flaw.NONE)).isEqualTo("run 5");
  }

  @Test
  void seedDisturbedEachTime_isAnError() {
    Simulations simulations = disturbedTimes(Integer.MAX_VALUE);
    assertThatThrownBy(() -> simulations.run(7, Flaw.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("seed 7", "5 times", "a stranger");
    assertThat(runs).hasValue(5);
  }

  @Test
  void undisturbedFailure_countsAtOnce() {
    var simulations =
        new Simulations(() ->
            (seed, flaw) -> {
              throw new AssertionError("run " + runs.incrementAndGet());
            });
    assertThatThrownBy(() -> simulations.run(7, Flaw.NONE))
        .isInstanceOf(AssertionError.class)
        .hasMessage("run 1");
  }
}
