package dev.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as an operator meets it: a process with output, signals and an exit code.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WeirProcessTest {
  private static Process weir(String... args) throws IOException {
    return weir(Map.of(), args);
  }

  private static Process weir(Map<String, String> environment, String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Weir.class.getName()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Test
  void up_untilSigterm_servesThenStopsCleanlyWith143() throws Exception {
    var process = weir("up", "--memory", "--port", "0");
    try (var output = process.inputReader(UTF_8)) {
      var banner = readUntil(output, "Ctrl-C stops.");
      process.toHandle().destroy(); // Process::destroy would also close the output
      var rest = output.lines().toList();

      assertThat(process.waitFor()).isEqualTo(143);
      assertThat(banner.getFirst()).startsWith("LiveStore sync  http://127.0.0.1:");
      assertThat(rest).containsExactly("Stopping.", "Stopped.");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void up_withARootToken_showsNoTokenInWhatItPrintsAndLogs() throws Exception {
    var root = "0123456789abcdef0123456789abcdef";
    var environment = Map.of("WEIR_ROOT_TOKEN", root);
    var process = weir(environment, "up", "--memory", "--port", "0", "--verbose");
    try (var output = process.inputReader(UTF_8);
        var client = HttpClient.newHttpClient()) {
      var printed = readUntil(output, "Ctrl-C stops.");
      // Not the first line: what is logged comes in between.
      var sync =
          printed.stream()
              .filter(line -> line.startsWith("LiveStore sync"))
              .findFirst()
              .orElseThrow();
      var basins = URI.create(sync.replace("LiveStore sync", "").strip()).resolve("/v1/basins");
      for (String token : List.of(root, "weir_wrong-token-of-somebody", root + "x")) {
        var request =
            HttpRequest.newBuilder(basins).setHeader("authorization", "Bearer " + token).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
            .isEqualTo(token.equals(root) ? 200 : 401);
      }
      process.toHandle().destroy();
      printed.addAll(output.lines().toList());

      assertThat(printed)
          .isNotEmpty()
          .noneMatch(line -> line.contains(root) || line.contains("wrong-token"));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void up_onATakenPort_saysSoInOneLineAndExitsWith1() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refused("cannot listen on 127.0.0.1", "up", "--memory", "--port", "" + taken.getLocalPort());
    }
  }

  @Test
  void up_onADataDirectoryInUse_saysSoAndLeavesTheOtherAlone(@TempDir Path dataDir)
      throws Exception {
    var first = weir("up", "--port", "0", "--data", dataDir.toString());
    try (var output = first.inputReader(UTF_8)) {
      var url = readUntil(output, "Ctrl-C stops.").get(2).replace("Health", "").strip();

      refused("is in use", "up", "--port", "0", "--data", dataDir.toString());

      try (var client = HttpClient.newHttpClient()) {
        var health = HttpRequest.newBuilder(URI.create(url)).build();
        assertThat(client.send(health, BodyHandlers.ofString()).body()).isEqualTo("OK");
      }
    } finally {
      first.destroyForcibly();
    }
  }

  @Test
  void up_onAForeignDirectory_saysSoAndChangesNothing(@TempDir Path dataDir) throws Exception {
    Files.writeString(dataDir.resolve("letter.txt"), "dear");

    refused("holds no store", "up", "--port", "0", "--data", dataDir.toString());

    try (var files = Files.list(dataDir)) {
      assertThat(files).containsExactly(dataDir.resolve("letter.txt"));
    }
  }

  @Test
  void up_onADirectoryOfANewerVersion_saysSo(@TempDir Path dataDir) throws Exception {
    Files.writeString(dataDir.resolve("FORMAT"), "weir-s2-lite 99\n");

    refused("format version 99", "up", "--port", "0", "--data", dataDir.toString());
  }

  /// Runs the program, which must end with one line that says `why`, and exit code 1.
  private static void refused(String why, String... args) throws Exception {
    var process = weir(args);
    try (var output = process.inputReader(UTF_8)) {
      assertThat(output.lines().toList())
          .singleElement()
          .asString()
          .startsWith("weir: ")
          .contains(why);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void selftest_passes() throws Exception {
    var process = weir("selftest");
    try (var output = process.inputReader(UTF_8)) {
      assertThat(output.lines().toList()).containsExactly("Selftest passed.");
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> readUntil(BufferedReader output, String last) throws IOException {
    var lines = new ArrayList<String>();
    while (true) {
      var line = output.readLine();
      assertThat(line).as("the process ended after printing %s", lines).isNotNull();
      lines.add(line);
      if (line.equals(last)) {
        return lines;
      }
    }
  }
}
