package dev.weir.s2.copy;

import static dev.weir.s2.copy.Places.STREAM;
import static dev.weir.s2.copy.Places.everything;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.client.AppendRetry;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.server.S2Server;
import dev.weir.s2.server.S2ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy may end at any moment; the next one makes it whole.
class InterruptedCopyTest {
  private static final int RECORDS = 6_000;

  /// Over HTTP in both directions, from streams of every kind of record.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  @Timeout(120)
  void copies_brokenOffAnywhere_endAsOneCopy(long seed) {
    var random = new Random(seed);
    try (var fromStore = S2Lite.inMemory();
        var toStore = S2Lite.inMemory();
        var fromServer = S2Server.start(fromStore, S2ServerConfig.LOOPBACK);
        var toServer = S2Server.start(toStore, S2ServerConfig.LOOPBACK);
        var from = client(fromServer.address().getPort());
        var to = client(toServer.address().getPort())) {
      var source = randomSource(from, random);
      var target = Places.basin(to, Places.TO);
      int broken = 0;
      while (!isCopied(source, target, 1 + random.nextInt(4 + broken))) {
        broken++;
      }
      assertThat(broken).as("seed %d", seed).isPositive();
      assertThat(everything(target)).as("seed %d", seed).isEqualTo(everything(source));
    }
  }

  private static S2Basin randomSource(S2 s2, Random random) {
    var source = Places.basin(s2, Places.FROM);
    source.createStream(STREAM, StreamConfig.UNSET);
    Places.appendRandomly(source, random, RECORDS);
    return source;
  }

  /// Copies until the listener has been told `steps` times.
  private static boolean isCopied(S2Basin source, S2Basin target, int steps) {
    try {
      var copy = StreamCopy.of(source, STREAM, target, STREAM);
      var unused = copy.withListener(new BreakingOff(steps)).run();
      return true;
    } catch (BrokenOff e) {
      return false;
    }
  }

  private static S2 client(int port) {
    return S2Client.connect(
        S2ClientConfig.at("http://127.0.0.1:" + port).withAppendRetry(AppendRetry.EXACTLY_ONCE));
  }

  private static final class BreakingOff implements CopyListener {
    private int left;

    BreakingOff(int steps) {
      this.left = steps;
    }

    @Override
    public void progressed(Phase phase, long seqNum, long tail) {
      if (left-- == 0) {
        throw new BrokenOff();
      }
    }
  }

  private static final class BrokenOff extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// From a server into a data directory, by a process that is killed whenever it has come a little
  /// further.
  @Test
  @Timeout(120)
  void copy_byAProcessThatIsKilled_isGoneOnWith(@TempDir Path directory) throws Exception {
    try (var store = S2Lite.inMemory();
        var server = S2Server.start(store, S2ServerConfig.LOOPBACK)) {
      var source = randomSource(store, new Random(7));
      for (int lines = 1; lines <= 3; lines++) {
        kill(copier(server.address().getPort(), directory), lines);
      }
      try (var copied = S2Lite.open(directory);
          var from = client(server.address().getPort())) {
        var target = copied.basin(Places.TO);
        var report = StreamCopy.of(from.basin(Places.FROM), STREAM, target, STREAM).run();
        assertThat(report.tail()).isEqualTo(source.stream(STREAM).checkTail().seqNum());
        assertThat(everything(target)).isEqualTo(everything(source));
      }
    }
  }

  private static Process copier(int port, Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Copier.class.getName(),
            Integer.toString(port),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void kill(Process process, int lines) throws Exception {
    try (BufferedReader printed = process.inputReader()) {
      for (int i = 0; i < lines; i++) {
        assertThat(printed.readLine()).as("what the copying process prints").isNotNull();
      }
      // Through the handle, for the process itself would close the pipe with what is in it.
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// Copies, and prints how far it is.
  static final class Copier {
    private Copier() {}

    public static void main(String[] args) {
      try (var store = S2Lite.open(Path.of(args[1]));
          var from = client(Integer.parseInt(args[0]))) {
        store.ensureBasin(Places.TO, BasinConfig.DEFAULT);
        var target = store.basin(Places.TO);
        var report =
            StreamCopy.of(from.basin(Places.FROM), STREAM, target, STREAM)
                .withListener((phase, seqNum, tail) -> print(phase + " " + seqNum))
                .run();
        print(report.toString());
      }
    }

    private static void print(String line) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
