package dev.weir.livestore.replica;

import static dev.weir.livestore.replica.Given.PATIENCE;
import static dev.weir.livestore.replica.Given.confirmed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed at once (kill -9), again and again, with the same file.
class KillTest {
  private static final int ROUNDS = 4;

  @TempDir private Path directory;

  @Test
  void killedAgainAndAgain_losesNothingDurableAndDoublesNothing() throws Exception {
    long seed = Long.getLong("weir.seed", 1);
    var random = new Random(seed);
    Path file = directory.resolve("replica.db");
    var durable = new ArrayList<String>();
    try (var proxy = new RealProxy()) {
      for (int round = 0; round < ROUNDS; round++) {
        durable.addAll(runAndKill(file, proxy.url(), "r" + round, 20 + random.nextInt(300)));
      }
      try (var backend = proxy.backend();
          var log = EventLog.open(Given.onDisk(file), backend)) {
        assertThat(log.awaitSynced(PATIENCE)).as("%s", log.status()).isTrue();
        assertThat(confirmed(log)).isEqualTo(proxy.events());
        List<String> stored =
            Given.args(confirmed(log)).stream().map(args -> args.replace("\"", "")).toList();
        assertThat(stored).as("seed %d", seed).doesNotHaveDuplicates().containsAll(durable);
        for (int round = 0; round < ROUNDS; round++) {
          for (int thread = 0; thread < 3; thread++) {
            assertInOrder(stored, "r" + round + "-" + thread + "-");
          }
        }
      }
    }
  }

  private static void assertInOrder(List<String> stored, String prefix) {
    assertThat(stored.stream().filter(text -> text.startsWith(prefix)))
        .isSortedAccordingTo(
            Comparator.comparingInt(text -> Integer.parseInt(text.substring(prefix.length()))));
  }

  /// What the process had said by the time it was dead.
  private static List<String> runAndKill(Path file, String url, String prefix, int lines)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CommittingProcess.class.getName(),
                file.toString(),
                url,
                prefix)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var said = new ArrayList<String>();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (said.size() == lines) {
          process.toHandle().destroyForcibly(); // what is in the pipe still counts
        }
      }
    }
    process.waitFor();
    assertThat(said).hasSizeGreaterThanOrEqualTo(lines);
    if (!said.getLast().matches("r\\d-\\d-\\d+")) {
      said.removeLast(); // cut off
    }
    return said;
  }
}
