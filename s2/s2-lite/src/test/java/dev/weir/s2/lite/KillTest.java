package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process is killed while it appends, again and again over one directory; what any was told is
/// durable must be there. `-Dweir.kills=N` for more of them than a normal run has.
class KillTest {
  private static final int KILLS = Integer.getInteger("weir.kills", 8);
  private static final int ACKS_BEFORE_KILL = 200;

  @Test
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void reopen_afterEachOfManyKills_findsEveryAckedBatch(@TempDir Path directory) throws Exception {
    var random = new Random(1);
    var acked = new ArrayList<String>();
    for (int kill = 0; kill < KILLS; kill++) {
      int acks = 1 + random.nextInt(ACKS_BEFORE_KILL);
      acked.addAll(killWhileAppending(directory, kill, acks));
    }
    assertThat(acked.size()).isGreaterThanOrEqualTo(KILLS);
    try (S2Lite store = S2Lite.open(directory)) {
      S2Stream stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      List<String> bodies = Fixture.everything(stream);
      assertThat(bodies).hasSize((int) stream.checkTail().seqNum());
      for (String ack : acked) {
        String[] parts = ack.split(" ", -1);
        int seqNum = Integer.parseInt(parts[0]);
        assertThat(bodies.subList(seqNum, seqNum + 2)).containsExactly(parts[1], parts[1] + "+");
      }
    }
  }

  private static List<String> killWhileAppending(Path directory, int round, int acks)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                directory.toString(),
                String.valueOf(round))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var acked = new ArrayList<String>();
    boolean killed = false;
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        acked.add(line);
        if (acked.size() == acks) {
          // Through the handle, for the process itself would close the pipe with what is in it.
          killed = process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(killed).isTrue();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    dropCutLine(acked);
    return acked;
  }

  private static void dropCutLine(List<String> acked) {
    if (!acked.isEmpty() && !acked.getLast().endsWith(".")) {
      acked.removeLast();
    }
    acked.replaceAll(line -> line.substring(0, line.length() - 1));
  }

  /// Appends from several threads and prints each acknowledged batch, until it is killed.
  static final class Appender {
    private Appender() {}

    public static void main(String[] args) {
      S2Lite store = S2Lite.open(Path.of(args[0]));
      if (args[1].equals("0")) {
        store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
        store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
      }
      S2Stream stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      for (int i = 0; i < 8; i++) {
        int thread = i;
        Thread.ofPlatform().start(() -> appendForEver(stream, args[1] + "-" + thread));
      }
    }

    private static void appendForEver(S2Stream stream, String thread) {
      for (int i = 0; ; i++) {
        String body = thread + "-" + i;
        AppendAck ack =
            stream.append(AppendInput.of(AppendRecord.of(body), AppendRecord.of(body + "+")));
        print(ack.start().seqNum() + " " + body + ".");
      }
    }

    private static synchronized void print(String line) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
