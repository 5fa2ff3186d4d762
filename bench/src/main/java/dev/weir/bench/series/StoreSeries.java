package dev.weir.bench.series;

import dev.weir.bench.figures.Curve;
import dev.weir.bench.figures.PartResult;
import dev.weir.bench.plot.Axis;
import dev.weir.bench.round.SpreadPushes;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.Scratch;
import java.io.IOException;
import java.util.List;

/// The series of stores: ever more of them in one Weir on disk.
public final class StoreSeries {
  private final SeriesOptions options;
  private final Curve curve =
      new Curve(
          "stores",
          "created/s",
          "events/s, 32 clients",
          "ack p50, ms",
          "ack p99, ms",
          "heap, MiB",
          "resident, MiB",
          "start, s");

  private StoreSeries(SeriesOptions options) {
    this.options = options;
  }

  /// Measures the series, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(BenchCommand.run(new SeriesOptions(), args, StoreSeries::run));
  }

  private static int run(SeriesOptions options) throws IOException, InterruptedException {
    var series = new StoreSeries(options);
    for (int stores : options.powersOfTen(1, 100_000, 1_000)) {
      try (var scratch = Scratch.in(options.root())) {
        series.measure(stores, scratch.directory().toString());
      }
    }
    options.output().write(series.result());
    return 0;
  }

  /// A Weir of their own for each step: what is measured at one is no warm-up of the next.
  private void measure(int stores, String data) throws IOException, InterruptedException {
    SpreadPushes.Result created;
    try (var weir = options.weir("--data", data)) {
      var unused = new SpreadPushes(weir.endpoint(), "warm-up").growTo(1_000);
      created = new SpreadPushes(weir.endpoint(), "series").growTo(stores);
    }
    var startNanos = System.nanoTime();
    try (var weir = options.weir("--data", data)) {
      var startSeconds = (System.nanoTime() - startNanos) / 1e9;
      // Pushes go on behind the first event of each store.
      var pushes = SpreadPushes.behindOneEach(weir.endpoint(), "series", stores);
      var unused = pushes.push(options.seconds());
      var pushed = pushes.push(options.seconds());
      curve.step(
          stores,
          created.eventsPerSecond(),
          pushed.eventsPerSecond(),
          pushed.ackP50Millis(),
          pushed.ackP99Millis(),
          weir.liveHeapMib(),
          weir.residentMib(),
          startSeconds);
    }
  }

  private PartResult result() {
    return new PartResult(
        "Series: 1 to 100,000 stores",
        List.of(curve.table("")),
        List.of(
            curve.plot("stores-rate", "Stores and rates", Axis.linear("a second"), 0, 1),
            curve.plot("stores-ack", "Pushes to many stores", Axis.logarithmic("ms"), 2, 3),
            curve.plot("stores-memory", "Memory for many stores", Axis.linear("MiB"), 4, 5)),
        List.of(),
        List.of(
            "1,000 more stores are there at each step, from its warm-up. *Start* is from running"
                + " `./weir up` on the data of as many stores until it serves."));
  }
}
