package dev.weir.bench.series;

import dev.weir.bench.figures.Curve;
import dev.weir.bench.figures.Histograms;
import dev.weir.bench.figures.PartResult;
import dev.weir.bench.http.EventJson;
import dev.weir.bench.http.Events;
import dev.weir.bench.http.HttpConnection;
import dev.weir.bench.plot.Axis;
import dev.weir.bench.round.CatchUp;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.Scratch;
import dev.weir.bench.run.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The series of events: one store grows, and is pulled and pushed to at each power of ten.
public final class EventSeries {
  private static final int BATCH = 4_000;
  private static final int SINGLE_PUSHES = 1_000;
  private static final double MIB = 1 << 20;

  private final Curve curve =
      new Curve(
          "events",
          "filled, events/s",
          "first pull, s",
          "pulled, events/s",
          "ack p50, ms",
          "ack p99, ms",
          "heap, MiB",
          "disk, MiB");

  /// Measures the series, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(BenchCommand.run(new SeriesOptions(), args, EventSeries::run));
  }

  private static int run(SeriesOptions options) throws IOException, InterruptedException {
    var series = new EventSeries();
    try (var scratch = Scratch.in(options.root());
        var weir = options.weir("--data", scratch.directory().toString())) {
      series.warmUp(weir);
      var events = new Events(weir.endpoint(), "growing");
      for (int count : options.powersOfTen(1_000, 10_000_000, 100_000)) {
        series.measure(count, events, weir, scratch.directory());
      }
    }
    options.output().write(series.result());
    return 0;
  }

  private void warmUp(ServerProcess weir) throws IOException, InterruptedException {
    var few = new CatchUp(100_000);
    few.fill(weir.endpoint(), "warm-up");
    for (var i = 0; i < 3; i++) {
      var unused = few.run(weir.endpoint(), "warm-up", 1);
    }
    try (var connection = new HttpConnection(weir.endpoint())) {
      var unused = singlePushes(new Events(weir.endpoint(), "warm-up-pushes"), connection);
    }
  }

  private void measure(int count, Events events, ServerProcess weir, Path data)
      throws IOException, InterruptedException {
    try (var connection = new HttpConnection(weir.endpoint())) {
      var missing = count - events.lastEventSeqNum();
      var startNanos = System.nanoTime();
      for (var left = missing; left > 0; left -= BATCH) {
        connection.exchange(events.nextPush((int) Math.min(left, BATCH)));
      }
      var filled = missing / ((System.nanoTime() - startNanos) / 1e9);
      var seconds = new CatchUp(count).run(weir.endpoint(), "growing", 1).median();
      var micros = singlePushes(events, connection);
      curve.step(
          count,
          filled,
          seconds,
          count / seconds,
          Histograms.millisAt(50, micros),
          Histograms.millisAt(99, micros),
          weir.liveHeapMib(),
          size(data) / MIB);
    }
  }

  private static org.HdrHistogram.Histogram singlePushes(Events events, HttpConnection connection)
      throws IOException {
    var micros = Histograms.micros();
    for (var i = 0; i < SINGLE_PUSHES; i++) {
      var request = events.nextPush(1);
      var sentNanos = System.nanoTime();
      connection.exchange(request);
      micros.recordValue((System.nanoTime() - sentNanos) / 1_000);
    }
    return micros;
  }

  /// The store writes meanwhile: a file may be gone when its size is asked for.
  private static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private PartResult result() {
    return new PartResult(
        "Series: 10^3 to 10^7 events in a store",
        List.of(curve.table("")),
        List.of(
            curve.plot("events-rate", "Filling and catching up", Axis.linear("events/s"), 0, 2),
            curve.plot("events-ack", "Pushes behind so many events", Axis.logarithmic("ms"), 3, 4),
            curve.plot("events-heap", "What lives on the heap", Axis.linear("MiB"), 5)),
        List.of(),
        List.of(
            "Events of %d bytes, pushed %,d at a time by one client; then one client pulls all, and"
                    .formatted(EventJson.BYTES, BATCH)
                + " single events are pushed."));
  }
}
