package dev.weir.bench.load;

import dev.weir.bench.figures.Spread;
import dev.weir.bench.run.BenchCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// An hour at 70 % of what Weir can take, with clients that come and go.
public final class Soak {
  private static final double SHARE = 0.7;
  private static final Duration EVERY = Duration.ofSeconds(10);

  /// A look at the heap collects it whole, which all clients feel.
  private static final int HEAP_EVERY = 6;

  private static final double MOST_GROWTH = 0.1;

  /// Before, warming up outweighs everything.
  private static final int LEAST_MINUTES = 20;

  private final SoakOptions options;
  private final LoadReport report;

  private Soak(SoakOptions options) throws IOException {
    this.options = options;
    this.report =
        new LoadReport(
            "%d minutes at 70 %% of capacity".formatted(options.minutes()),
            "./weir bench --soak --minutes %d --clients %d"
                .formatted(options.minutes(), options.clients()));
  }

  /// Runs it, prints its report, and ends the process.
  ///
  /// @param args see `--help`; exit code 1 if a bound does not hold
  public static void main(String... args) {
    System.exit(BenchCommand.run(new SoakOptions(), args, options -> new Soak(options).run()));
  }

  private int run() throws IOException, InterruptedException {
    // Each stays for two minutes on the average. A fifth of those that come back move on to a new
    // store, so that stores grow to some thousands of events, and no further.
    var habits = new Crowd.Habits(options.clients(), 5, 50, 50, 120, 2, 0.2, 0.02, 0.01);
    var before = Duration.ofSeconds(Math.clamp(options.minutes() * 6L, 30, 60));
    try (var load = LoadRun.start(options.root(), habits)) {
      var capacity = load.capacity(Duration.ofSeconds(5), before);
      var rate = new Arrivals.Open(SHARE * capacity);
      load.say("%.0f events/s of %.0f".formatted(rate.aSecond(), capacity));
      var settling = load.phase("settling", rate, before, EVERY, 0);
      var soak = load.phase("soak", rate, Duration.ofMinutes(options.minutes()), EVERY, HEAP_EVERY);
      var audit = load.audit();
      describe(capacity, settling, soak, audit);
      report.write(options.report(), "soak", load.samples());
      Plots.soak(soak, options.report());
    }
    return report.isKept() ? 0 : 1;
  }

  private void describe(double capacity, List<Sample> settling, List<Sample> soak, Audit audit) {
    var all = Summary.of(soak);
    report.paragraph(
        """
        Capacity: %s events a second, with %d pushes under way at a time. The load: %s a second, at random, \
        due whether or not the server keeps up; %,d clients, five to a store, each of which stays for two \
        minutes on the average, comes back within two seconds, in a fifth of the cases to a new store, in a \
        fiftieth with nothing. One push in a hundred builds on an event that is not the last, on purpose.\
        """
            .formatted(
                Spread.number(capacity),
                Capacity.atATime(options.clients()),
                Spread.number(SHARE * capacity),
                options.clients()));
    bounds(all, settling, soak, audit);
    report.bounds(audit.faults());
    traffic(all, soak, audit);
    latency(all, soak);
    memory(soak);
  }

  private void bounds(Summary all, List<Sample> settling, List<Sample> soak, Audit audit) {
    var errors = all.seen().errorCount() + Summary.of(settling).seen().errorCount();
    report.bound("no request fails", "%,d failed".formatted(errors), errors == 0);
    report.audited(
        "all that is due is pushed and stored, and ", all.seen().turnedAway() == 0, audit);
    growth("resident memory", "MiB", soak, Sample::residentMib);
    growth("live heap", "MiB", withHeap(soak), sample -> sample.heapMib().orElseThrow());
    growth("open files", "files", soak, Sample::files);
    growth("threads", "threads", soak, Sample::threads);
    var early = Summary.of(part(soak, 0, 4)).seen().ackMicros();
    var late = Summary.of(part(soak, 3, 4)).seen().ackMicros();
    report.bound(
        "the acknowledgement's p99 in the last quarter: at most twice the first quarter's",
        "%s ms, %s ms"
            .formatted(
                Spread.number(Sample.millis(late, 99)), Spread.number(Sample.millis(early, 99))),
        Sample.millis(late, 99) <= 2 * Sample.millis(early, 99));
  }

  private void growth(
      String what, String unit, List<Sample> samples, ToDoubleFunction<Sample> figure) {
    var mean = samples.stream().mapToDouble(figure).average().orElse(0);
    var slope = Slope.perHour(samples, figure);
    report.bound(
        "%s, over the second half: grows by at most a tenth an hour (in a run of 20 minutes or more)"
            .formatted(what),
        "%+.1f %s an hour at a mean of %s".formatted(slope, unit, Spread.number(mean)),
        options.minutes() < LEAST_MINUTES || slope <= MOST_GROWTH * mean);
  }

  private static List<Sample> withHeap(List<Sample> samples) {
    return samples.stream().filter(sample -> sample.heapMib().isPresent()).toList();
  }

  private static List<Sample> part(List<Sample> samples, int index, int parts) {
    return samples.subList(
        samples.size() * index / parts,
        Math.max(samples.size() * index / parts + 1, samples.size() * (index + 1) / parts));
  }

  private void traffic(Summary all, List<Sample> soak, Audit audit) {
    report.heading("Traffic");
    report.line("| | |");
    report.line("|---|---|");
    report.line("| events due, pushed and stored | %,d |".formatted(all.seen().acknowledged()));
    report.line("| pushes told that others came first | %,d |".formatted(all.seen().conflicts()));
    report.line("| events delivered to live clients | %,d |".formatted(all.seen().delivered()));
    report.line("| events that clients caught up on | %,d |".formatted(all.seen().caughtUp()));
    report.line(
        "| comings of clients, with nothing | %,d, %,d |"
            .formatted(all.seen().joins(), all.seen().cold()));
    report.line("| stores at the end | %,d |".formatted(audit.stores()));
    report.line(
        "| processors in use, server and clients | %.2f, %.2f |"
            .formatted(
                soak.stream().mapToDouble(Sample::serverCpu).sum() / all.seconds(),
                soak.stream().mapToDouble(Sample::ownCpu).sum() / all.seconds()));
    report.errors(all.seen().errors());
  }

  private void latency(Summary all, List<Sample> soak) {
    report.heading("Latency");
    report.line(
        "In milliseconds. Acknowledgement and delivery count from when the event was due, waits and"
            + " repeats included.");
    report.paragraph("| | p50 | p99 | p99.9 | most |");
    report.line("|---|---|---|---|---|");
    report.line(
        "| acknowledgement | %s |".formatted(LoadReport.percentiles(all.seen().ackMicros())));
    for (var quarter = 0; quarter < 4; quarter++) {
      var micros = Summary.of(part(soak, quarter, 4)).seen().ackMicros();
      report.line("| in quarter %d | %s |".formatted(quarter + 1, LoadReport.percentiles(micros)));
    }
    report.line("| delivery | %s |".formatted(LoadReport.percentiles(all.seen().deliveryMicros())));
    report.line("| ping | %s |".formatted(LoadReport.percentiles(all.seen().pingMicros())));
    report.line("| catching up | %s |".formatted(LoadReport.percentiles(all.seen().startMicros())));
    report.image("latency of the acknowledgement over time", "soak-acknowledgement.svg");
    report.image("latency of the delivery over time", "soak-delivery.svg");
  }

  private void memory(List<Sample> soak) {
    report.heading("Memory, files and disk");
    report.line(
        """
        The heap is what lives after a full collection, once a minute; that collection is part of the \
        latencies. At the end the data directory has %s MiB.\
        """
            .formatted(Spread.number(soak.getLast().diskMib())));
    report.image("memory over time", "soak-memory.svg");
    report.image("open files and threads over time", "soak-files.svg");
  }
}
