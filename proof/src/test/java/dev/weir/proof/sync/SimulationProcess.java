package dev.weir.proof.sync;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Simulations in a process of their own, as those in one process run one after another.
final class SimulationProcess {
  private SimulationProcess() {}

  /// Runs the seeds from the first argument to before the second, until one fails.
  public static void main(String... args) {
    var simulations = new Simulations();
    for (long seed = Long.parseLong(args[0]); seed < Long.parseLong(args[1]); seed++) {
      System.out.printf("seed %d: %s%n", seed, simulations.run(seed, Flaw.NONE));
    }
    System.exit(0); // threads of a simulation that will not run again are no reason to stay
  }

  /// Runs the seeds from `first` to before `end`, with what happened written to `log`.
  ///
  /// @return whether all held what is promised
  static boolean run(long first, long end, File log) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djdk.trackAllThreads=false",
                "-cp",
                System.getProperty("java.class.path"),
                SimulationProcess.class.getName(),
                String.valueOf(first),
                String.valueOf(end))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    try {
      return process.waitFor() == 0;
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }
}
