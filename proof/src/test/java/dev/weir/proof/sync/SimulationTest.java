package dev.weir.proof.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/// A thread that waited on its carrier for another simulated one would wait for ever, so each test
/// has a time in which it must end: some hundred times of what it takes.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class SimulationTest {
  private static final long FIRST_SEED = Long.getLong("weir.seed", 1);
  private static final long COUNT = Long.getLong("weir.simulations", 200);

  /// As many as `junit-platform.properties` lets run at once.
  private static final int PROCESSES = 2;

  private static final Simulations SIMULATIONS = new Simulations();

  /// A seed that fails is in the message; `-Dweir.seed` repeats it.
  @ParameterizedTest(name = "seeds {0} to {1}")
  @MethodSource("shares")
  @Execution(ExecutionMode.CONCURRENT)
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void manyClientsAndProxies_inBadWeather_agreeInTheEndAndLoseNothing(
      long first, long last, @TempDir Path directory) throws Exception {
    Path log = directory.resolve("log");
    boolean held = SimulationProcess.run(first, last + 1, log.toFile());
    assertThat(held).as(() -> read(log)).isTrue();
    assertThat(read(log)).contains("seed " + last + ": hash");
  }

  /// One for each of the processors that tests may use.
  private static Stream<Arguments> shares() {
    long shares = Math.min(COUNT, PROCESSES);
    return LongStream.range(0, shares)
        .mapToObj(share ->
            Arguments.of(
                FIRST_SEED + COUNT * share / shares,
                FIRST_SEED + COUNT * (share + 1) / shares - 1));
  }

  /// The end of it, with what a failure tells.
  private static String read(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 600), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
