package dev.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// One process replaces another on the same port, under requests on new connections that notice
/// each one that is refused or reset.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandoverTest {
  private static final int HANDOVERS = 3;
  private static final int CLIENTS = 4;

  private static String freePort() throws Exception {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return String.valueOf(free.getLocalPort());
    }
  }

  @Test
  void takeover_underLoad_refusesNobody(@TempDir Path directory) throws Exception {
    String[] options = {
      "--takeover", "--port", freePort(), "--data", directory.resolve("data").toString()
    };
    var serving = RunningWeir.up(options);
    try (var client = KnockingClient.start(serving.base(), CLIENTS)) {
      for (int i = 0; i < HANDOVERS; i++) {
        client.awaitAnswers(200);
        var before = serving;
        serving = RunningWeir.up(options);

        serving.readUntil("Took over");
        assertThat(before.awaitExit()).isZero();
        assertThat(before.printed()).contains("Stopped.");
        System.out.println(serving.printed().getLast());
      }
      client.awaitAnswers(200);
      System.out.println(
          client.answers() + " answers, the longest after " + client.longestMillis() + " ms");
      assertThat(client.failures()).isEmpty();
    } finally {
      serving.close();
    }
  }

  @Test
  void reusedPort_underLoad_refusesNobody() throws Exception {
    try (var s2 = RunningWeir.up("--memory", "--port", "0")) {
      String[] options = {
        "--reuse-port", "--port", freePort(), "--s2-endpoint", s2.base().toString()
      };
      var serving = RunningWeir.up(options);
      try (var client = KnockingClient.start(serving.base(), CLIENTS)) {
        for (int i = 0; i < HANDOVERS; i++) {
          client.awaitAnswers(200);
          var before = serving;
          serving = RunningWeir.up(options);
          client.awaitAnswers(200);
          before.terminate();
          assertThat(before.awaitExit()).isEqualTo(143);
        }
        client.awaitAnswers(200);
        System.out.println(
            client.answers() + " answers, the longest after " + client.longestMillis() + " ms");
        assertThat(client.failures()).isEmpty();
      } finally {
        serving.close();
      }
    }
  }

  /// Connections of the killed one break, but nobody is refused while there is none.
  @Test
  void inheritedSocket_whileItsUsersEndAndAreKilled_refusesNobody(@TempDir Path directory)
      throws Exception {
    String[] options = {"--inherit-socket", "--data", directory.resolve("data").toString()};
    var keeper = List.of(python(), resource("keeper.py"), freePort());
    try (var kept = RunningWeir.launchedBy(keeper, options)) {
      try (var client = KnockingClient.start(kept.base(), CLIENTS)) {
        for (int i = 0; i < HANDOVERS; i++) {
          client.awaitAnswers(200);
          child(kept).destroy();
          kept.readUntil("Stopped.");
          kept.readUntil("Ctrl-C stops.");
        }
        client.awaitAnswers(200);
        System.out.println(
            client.answers() + " answers, the longest after " + client.longestMillis() + " ms");
        assertThat(client.failures()).isEmpty();

        child(kept).destroyForcibly();
        kept.readUntil("Ctrl-C stops.");
        client.awaitAnswers(200);
        assertThat(client.failures())
            .hasSizeLessThanOrEqualTo(CLIENTS)
            .noneMatch(failure -> failure.contains("refused"));
      }
      kept.terminate();
      kept.awaitExit();
    }
  }

  @Test
  void inheritedSocket_thatIsNone_isAWrongOption() throws Exception {
    var process = new ProcessBuilder(RunningWeir.command("--inherit-socket", "--memory")).start();

    process.getOutputStream().close();
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .contains("standard input is no listening TCP socket");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  private static ProcessHandle child(RunningWeir kept) {
    return kept.process().children().findFirst().orElseThrow();
  }

  private static String resource(String name) throws Exception {
    return Path.of(HandoverTest.class.getResource("/" + name).toURI()).toString();
  }

  private static String python() {
    var found =
        Stream.of("/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst();
    assumeTrue(found.isPresent(), "python3 keeps the socket");
    return found.get();
  }

  @Test
  void takeover_withoutAPredecessor_justStarts(@TempDir Path directory) throws Exception {
    try (var weir = RunningWeir.up("--takeover", "--port", "0", "--data", directory.toString())) {
      assertThat(weir.printed()).noneMatch(line -> line.startsWith("Took over"));
      weir.process().destroyForcibly().waitFor();
    }
    // What the killed one left behind is no obstacle.
    try (var weir = RunningWeir.up("--takeover", "--port", "0", "--data", directory.toString())) {
      weir.terminate();
      assertThat(weir.awaitExit()).isEqualTo(143);
    }
  }

  @Test
  void takeover_ofADirectoryWhoseOwnerWasNotToldOf_saysThatItIsInUse(@TempDir Path directory)
      throws Exception {
    try (var owner = RunningWeir.up("--port", "0", "--data", directory.toString())) {
      var second =
          new ProcessBuilder(
                  RunningWeir.command("--takeover", "--port", "0", "--data", directory.toString()))
              .redirectErrorStream(true)
              .start();
      var printed = new String(second.getInputStream().readAllBytes(), UTF_8);

      assertThat(second.waitFor()).isEqualTo(1);
      assertThat(printed).contains("is in use");
      assertThat(owner.process().isAlive()).isTrue();
      assertThat(directory.resolve("successor")).doesNotExist();
    }
  }
}
