package dev.weir.bench.series;

import dev.weir.bench.figures.Curve;
import dev.weir.bench.figures.PartResult;
import dev.weir.bench.plot.Axis;
import dev.weir.bench.round.FanOutRound;
import dev.weir.bench.round.PushRound;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.Scratch;
import dev.weir.bench.run.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The series of clients: as many push at once, each to its own store; and as many follow one
/// store. Each step has a Weir of its own, on an empty disk.
public final class ClientSeries {
  private static final int MOST_PUSHES = 1_000_000;
  private static final double KIB_PER_MIB = 1_024;

  private final SeriesOptions options;
  private final Curve pushes = new Curve("clients", "events/s", "ack p50, ms", "ack p99, ms");
  private final Curve live =
      new Curve("live clients", "push to client p50, ms", "p99, ms", "heap a client, KiB");

  private ClientSeries(SeriesOptions options) {
    this.options = options;
  }

  /// Measures the series, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(BenchCommand.run(new SeriesOptions(), args, ClientSeries::run));
  }

  private static int run(SeriesOptions options) throws IOException, InterruptedException {
    var series = new ClientSeries(options);
    for (int clients : options.powersOfTen(1, 10_000, 100)) {
      try (var scratch = Scratch.in(options.root());
          var weir = options.weir("--data", scratch.directory().toString())) {
        series.measure(clients, weir);
      }
    }
    options.output().write(series.result());
    return 0;
  }

  private void measure(int clients, ServerProcess weir) throws IOException, InterruptedException {
    var warmUp = new PushRound(32, 1, Duration.ofSeconds(options.seconds()), MOST_PUSHES);
    var unused = warmUp.run(weir.endpoint(), "warm-up");
    var round = new PushRound(clients, 1, Duration.ofSeconds(options.seconds()), MOST_PUSHES);
    var pushed = round.run(weir.endpoint(), "push");
    pushes.step(clients, pushed.eventsPerSecond(), pushed.ackP50Millis(), pushed.ackP99Millis());

    weir.idle(2);
    var before = weir.liveHeapMib();
    var heap = new ArrayList<Double>();
    var events = options.isQuick() ? 5 : 20;
    var delivered =
        new FanOutRound(clients, 1, events / 2, events)
            .run(weir.endpoint(), "live", () -> heap.add(weir.liveHeapMib() - before));
    live.step(
        clients,
        delivered.p50Millis(),
        delivered.p99Millis(),
        Math.max(0, heap.getFirst()) * KIB_PER_MIB / clients);
  }

  private PartResult result() {
    return new PartResult(
        "Series: 1 to 10,000 clients",
        List.of(
            pushes.table("Clients that push, each to its own store"),
            live.table("Live clients of one store")),
        List.of(
            pushes.plot("clients-rate", "Pushes of one event", Axis.linear("events/s"), 0),
            pushes.plot(
                "clients-ack", "Pushes of one event: latency", Axis.logarithmic("ms"), 1, 2),
            live.plot(
                "clients-live",
                "An event to all clients of a store",
                Axis.logarithmic("ms"),
                0,
                1)),
        List.of(),
        List.of());
  }
}
