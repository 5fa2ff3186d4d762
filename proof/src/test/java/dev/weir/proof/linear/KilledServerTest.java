package dev.weir.proof.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proof.linear.Linearizability.Verdict;
import dev.weir.s2.AccessToken;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2Basin;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.RetryPolicy;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Streams of a real server stay linearizable while it is killed and started again: over HTTP, on a
/// real disk.
class KilledServerTest {
  private static final int HISTORIES = Integer.getInteger("weir.histories", 50);
  private static final long SEED = Long.getLong("weir.seed", 1);
  private static final int STREAMS_AT_ONCE = 5;
  private static final BasinName BASIN = new BasinName("killed-basin");

  @Test
  @Timeout(4 * 3600)
  void historiesThroughKills_areLinearizable(@TempDir Path data) throws Exception {
    var random = new Random(SEED);
    try (var server = Server.start(data)) {
      var config =
          S2ClientConfig.at(server.endpoint())
              .withAccessToken(new AccessToken("ignored"))
              .withRequestTimeout(Duration.ofSeconds(30))
              .withRetry(RetryPolicy.NONE);
      try (var s2 = S2Client.connect(config)) {
        s2.ensureBasin(BASIN, BasinConfig.DEFAULT);
        var gate = new Gate();
        var all = new ArrayList<Operation>();
        for (int done = 0; done < HISTORIES; done += STREAMS_AT_ONCE) {
          all.addAll(runThroughAKill(s2.basin(BASIN), done, gate, server, random));
        }
        long lost = all.stream().filter(o -> o.answer() instanceof Answer.Lost).count();
        System.out.printf(
            "%d histories through %d kills are linearizable: %d operations, %d of them without an"
                + " answer (weir.seed=%d)%n",
            HISTORIES, HISTORIES / STREAMS_AT_ONCE, all.size(), lost, SEED);
        assertThat(lost).as("appends that a kill left without an answer").isPositive();
      }
    }
  }

  /// Returns all that was called.
  private static List<Operation> runThroughAKill(
      S2Basin basin, int first, Gate gate, Server server, Random random) throws Exception {
    var workloads = new ArrayList<Workload>();
    try {
      for (int i = first; i < first + STREAMS_AT_ONCE; i++) {
        var name = new StreamName("stream-" + i);
        basin.createStream(name, StreamConfig.UNSET);
        workloads.add(Workload.start(basin.stream(name), gate, SEED * 1_000_003 + i));
      }
      workloads.get(random.nextInt(STREAMS_AT_ONCE)).awaitPart(0.1 + 0.6 * random.nextDouble());
      gate.close();
      server.killAndStart();
      gate.open();
      var all = new ArrayList<Operation>();
      for (int i = 0; i < STREAMS_AT_ONCE; i++) {
        var history = workloads.get(i).finish();
        check("stream-" + (first + i), history);
        all.addAll(history);
      }
      return all;
    } finally {
      gate.open();
      workloads.forEach(Workload::close);
    }
  }

  private static void check(String stream, List<Operation> history) {
    if (Linearizability.check(history) instanceof Verdict.Broken(List<Operation> longest)) {
      throw new AssertionError(
          "%s is not linearizable (weir.seed=%d). Its history:%n%s%nAt best, in this order:%n%s"
              .formatted(stream, SEED, lines(history), lines(longest)));
    }
  }

  private static String lines(List<Operation> operations) {
    return operations.stream().map(Operation::toString).collect(Collectors.joining("\n"));
  }
}
