package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.SimulationLoader;
import java.util.function.BiFunction;

/// Runs simulations of the classes that [SimulationLoader] rewrote, one after another.
final class Simulations {
  private static final int MOST_RUNS = 3;

  private final BiFunction<Long, String, String> simulation;

  @SuppressWarnings("unchecked") // what it gives is as Simulation says
  Simulations() {
    try {
      var loader = new SimulationLoader(Simulations.class.getClassLoader());
      Class<?> type = loader.loadClass(Simulation.class.getName());
      simulation = (BiFunction<Long, String, String>) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs one. Very seldom a thread has to wait for a monitor inside the JDK that a thread beyond
  /// the simulation holds, and then the run is not the seed's: a failure counts if it comes again.
  ///
  /// @return what happened
  /// @throws AssertionError if something happened that must not
  String run(long seed, Flaw flaw) {
    for (int runs = 1; ; runs++) {
      try {
        return simulation.apply(seed, flaw.name());
      } catch (AssertionError e) {
        if (runs == MOST_RUNS) {
          throw e;
        }
      }
    }
  }
}
