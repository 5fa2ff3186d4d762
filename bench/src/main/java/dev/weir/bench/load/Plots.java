package dev.weir.bench.load;

import dev.weir.bench.plot.Axis;
import dev.weir.bench.plot.Line;
import dev.weir.bench.plot.LinePlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/// The pictures of the reports.
final class Plots {
  private static final double SECONDS_A_MINUTE = 60;

  private final List<Sample> samples;
  private final Path directory;

  private Plots(List<Sample> samples, Path directory) throws IOException {
    this.samples = samples;
    this.directory = Files.createDirectories(directory);
  }

  static void soak(List<Sample> samples, Path directory) throws IOException {
    var plots = new Plots(samples, directory);
    plots.latency(
        "From due to acknowledged", "soak-acknowledgement.svg", Tally.Interval::ackMicros);
    plots.latency("From due to delivered", "soak-delivery.svg", Tally.Interval::deliveryMicros);
    plots.memory("soak-memory.svg");
    plots.write(
        "Open files and threads",
        "number",
        "soak-files.svg",
        plots.line("files", Sample::files),
        plots.line("threads", Sample::threads));
  }

  static void overload(List<Sample> samples, Path directory) throws IOException {
    var plots = new Plots(samples, directory);
    plots.write(
        "Due and stored",
        "events/s",
        "overload-goodput.svg",
        plots.line(
            "due",
            sample -> (sample.seen().committed() + sample.seen().turnedAway()) / sample.seconds()),
        plots.line("stored", Sample::acknowledgedPerSecond));
    plots.latency("From due to acknowledged", "overload-latency.svg", Tally.Interval::ackMicros);
    plots.memory("overload-memory.svg");
  }

  private void latency(String title, String file, Function<Tally.Interval, Histogram> which)
      throws IOException {
    write(title, "ms", file, percentile(which, 50), percentile(which, 99), percentile(which, 99.9));
  }

  private Line percentile(Function<Tally.Interval, Histogram> which, double percentile) {
    return line(
        "p" + (percentile == Math.rint(percentile) ? (int) percentile + "" : percentile + ""),
        sample -> Sample.millis(which.apply(sample.seen()), percentile));
  }

  private void memory(String file) throws IOException {
    var resident = line("resident", Sample::residentMib);
    var heap =
        new Line(
            "live heap",
            samples.stream()
                .filter(sample -> sample.heapMib().isPresent())
                .map(sample -> point(sample, sample.heapMib().orElseThrow()))
                .toList());
    if (heap.points().isEmpty()) {
      write("Memory of the server", "MiB", file, resident);
    } else {
      write("Memory of the server", "MiB", file, resident, heap);
    }
  }

  private Line line(String name, ToDoubleFunction<Sample> figure) {
    return new Line(
        name, samples.stream().map(sample -> point(sample, figure.applyAsDouble(sample))).toList());
  }

  private Line.Point point(Sample sample, double value) {
    var from = samples.getFirst().atSeconds() - samples.getFirst().seconds();
    return new Line.Point((sample.atSeconds() - from) / SECONDS_A_MINUTE, value);
  }

  private void write(String title, String unit, String file, Line... lines) throws IOException {
    new LinePlot(title, Axis.linear("minutes"), Axis.linear(unit), List.of(lines))
        .write(directory.resolve(file));
  }
}
