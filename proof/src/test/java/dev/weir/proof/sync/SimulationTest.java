package dev.weir.proof.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/// A thread that waited on its carrier for another simulated one would wait for ever, so each test
/// has a time in which it must end: some hundred times of what it takes.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class SimulationTest {
  private static final long FIRST_SEED = Long.getLong("weir.seed", 1);
  private static final long COUNT = Long.getLong("weir.simulations", 200);

  /// So many in one test, for the sake of its time.
  private static final long AT_ONCE = 100;

  private static final Simulations SIMULATIONS = new Simulations();

  /// A seed that fails is in the message; `-Dweir.seed` repeats it.
  @ParameterizedTest(name = "from seed {0}")
  @MethodSource("firstSeeds")
  void manyClientsAndProxies_inBadWeather_agreeInTheEndAndLoseNothing(long first) {
    long end = Math.min(first + AT_ONCE, FIRST_SEED + COUNT);
    for (long seed = first; seed < end; seed++) {
      String unused = SIMULATIONS.run(seed, Flaw.NONE);
    }
  }

  private static LongStream firstSeeds() {
    return LongStream.iterate(
        FIRST_SEED, seed -> seed < FIRST_SEED + COUNT, seed -> seed + AT_ONCE);
  }

  @Test
  void sameSeed_afterOthersOrNot_isTheSameRun() {
    String first = SIMULATIONS.run(3, Flaw.NONE);
    String second = SIMULATIONS.run(4, Flaw.NONE);
    var others = new Simulations();
    assertThat(others.run(4, Flaw.NONE)).isEqualTo(second);
    assertThat(others.run(3, Flaw.NONE)).isEqualTo(first);
    assertThat(first).isNotEqualTo(second);
  }

  /// Otherwise all that holds above would prove nothing.
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void systemWithAFlaw_withinFewSeeds_isFoundOut(Flaw flaw) {
    Optional<AssertionError> found = Optional.empty();
    for (long seed = 1; seed <= 50 && found.isEmpty(); seed++) {
      found = failure(seed, flaw);
    }
    assertThat(found).as("%s in 50 seeds", flaw).isPresent();
  }

  private static Optional<AssertionError> failure(long seed, Flaw flaw) {
    try {
      String unused = SIMULATIONS.run(seed, flaw);
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(e);
    }
  }
}
