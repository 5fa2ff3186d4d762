package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.DisturbedException;
import dev.weir.proof.sync.jdk.SimulationLoader;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Runs simulations of the classes that [SimulationLoader] rewrote, one after another.
final class Simulations {
  private static final int MOST_RUNS = 5;

  private final Supplier<BiFunction<Long, String, String>> load;
  private BiFunction<Long, String, String> simulation;

  Simulations() {
    this(Simulations::loaded);
  }

  Simulations(Supplier<BiFunction<Long, String, String>> load) {
    this.load = load;
    this.simulation = load.get();
  }

  @SuppressWarnings("unchecked") // what it gives is as Simulation says
  private static BiFunction<Long, String, String> loaded() {
    try {
      var loader = new SimulationLoader(Simulations.class.getClassLoader());
      Class<?> type = loader.loadClass(Simulation.class.getName());
      return (BiFunction<Long, String, String>) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs one. Very seldom a simulated thread has to wait for a monitor or a lock inside the JDK
  /// that a thread beyond the simulation holds. Such a run is not the seed's, however it ended, and
  /// is repeated with classes loaded anew; what any other shows counts at once.
  ///
  /// @return what happened
  /// @throws AssertionError if something happened that must not
  /// @throws IllegalStateException if each run was disturbed
  String run(long seed, Flaw flaw) {
    for (int runs = 1; ; runs++) {
      try {
        return simulation.apply(seed, flaw.name());
      } catch (DisturbedException e) {
        System.out.printf(
            "seed %d, %s: run %d was disturbed: %s%n", seed, flaw, runs, e.getMessage());
        simulation = load.get(); // its threads may have been in the middle of making static things
        if (runs == MOST_RUNS) {
          throw new IllegalStateException(
              ("seed %d was disturbed %d times, last as %s: so nothing is known of it. Run it in a"
                      + " process of its own; if it is disturbed there as well, simulated code waits"
                      + " for something that is not simulated")
                  .formatted(seed, runs, e.getMessage()),
              e);
        }
      }
    }
  }
}
