package dev.weir.proof.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proof.linear.Linearizability.Verdict;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The embedded store passes, and with a flaw built in it does not: the checker sees what it is
/// for.
@Timeout(300)
class FlawTest {
  private static final int SEEDS = 20;
  private static final BasinName BASIN = new BasinName("flaw-basin");

  @ParameterizedTest
  @EnumSource
  void flaw_isSeen(Flaw flaw) throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      var verdict = verdict(seed, stream -> new FlawedStream(stream, flaw));
      if (verdict instanceof Verdict.Broken) {
        return;
      }
    }
    throw new AssertionError(flaw + " was not seen in " + SEEDS + " histories");
  }

  @Test
  void storeWithoutFlaw_isLinearizable() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(verdict(seed, stream -> stream)).isEqualTo(new Verdict.Linearizable());
    }
  }

  private static Verdict verdict(long seed, UnaryOperator<S2Stream> flaw) throws Exception {
    try (var store = S2Lite.inMemory()) {
      store.createBasin(BASIN, BasinConfig.DEFAULT);
      var name = new StreamName("stream");
      store.basin(BASIN).createStream(name, StreamConfig.UNSET);
      try (var workload =
          Workload.start(flaw.apply(store.basin(BASIN).stream(name)), new Gate(), seed)) {
        return Linearizability.check(workload.finish());
      }
    }
  }
}
