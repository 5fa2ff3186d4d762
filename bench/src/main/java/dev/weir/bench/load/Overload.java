package dev.weir.bench.load;

import dev.weir.bench.figures.Spread;
import dev.weir.bench.run.BenchCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Offers Weir up to three times what it can take, and looks how it bears that.
public final class Overload {
  private static final List<Double> STEPS = List.of(0.5, 1.0, 2.0, 3.0, 0.5);
  private static final int TRIPLE = 3;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int CLIENTS_A_SECOND = 400;
  private static final double LEAST_GOODPUT = 0.8;

  /// A push that is not decided after as long is answered 503.
  private static final double MOST_MILLIS = 10_000;

  private static final double MOST_RECOVERY_SECONDS = 15;
  private static final double HARDLY_ANYTHING_MILLIS = 50;

  private final OverloadOptions options;
  private final LoadReport report;

  private Overload(OverloadOptions options) throws IOException {
    this.options = options;
    this.report =
        new LoadReport(
            "Up to three times what Weir can take",
            "./weir bench --overload --step %d --clients %d"
                .formatted(options.stepSeconds(), options.clients()));
  }

  /// Runs it, prints its report, and ends the process.
  ///
  /// @param args see `--help`; exit code 1 if a bound does not hold
  public static void main(String... args) {
    System.exit(
        BenchCommand.run(new OverloadOptions(), args, options -> new Overload(options).run()));
  }

  private int run() throws IOException, InterruptedException {
    var habits = new Crowd.Habits(options.clients(), 4, 1, 1, 0, 0, 0, 0, 0);
    var step = Duration.ofSeconds(options.stepSeconds());
    try (var load = LoadRun.start(options.root(), habits)) {
      var coming = Duration.ofSeconds(Math.ceilDiv(options.clients(), CLIENTS_A_SECOND));
      var capacity = load.capacity(coming, step);
      var steps = new ArrayList<List<Sample>>();
      for (var factor : STEPS) {
        load.say("%.1f times %.0f events/s".formatted(factor, capacity));
        var phase = String.format(Locale.ROOT, "%.1f times", factor);
        steps.add(load.phase(phase, new Arrivals.Open(factor * capacity), step, EVERY, 0));
      }
      var audit = load.audit();
      describe(capacity, steps, audit);
      report.write(options.report(), "overload", load.samples());
      Plots.overload(steps.stream().flatMap(List::stream).toList(), options.report());
    }
    return report.isKept() ? 0 : 1;
  }

  private void describe(double capacity, List<List<Sample>> steps, Audit audit) {
    report.paragraph(
        """
        Capacity: %s events a second, with %d pushes under way at a time. %,d clients, four to a store, each \
        with a live pull, and one push of one event under way at most: what comes while all have one counts \
        as turned away. So at most %,d pushes are under way.\
        """
            .formatted(
                Spread.number(capacity),
                Capacity.atATime(options.clients()),
                options.clients(),
                options.clients()));
    var summaries = steps.stream().map(Summary::of).toList();
    bounds(summaries, steps, audit);
    report.bounds(audit.faults());
    table(summaries);
    report.errors(
        summaries.stream()
            .map(Summary::seen)
            .reduce(Tally.Interval.none(), Tally.Interval::plus)
            .errors());
    report.image("events a second", "overload-goodput.svg");
    report.image("latency over time", "overload-latency.svg");
    report.image("memory over time", "overload-memory.svg");
  }

  private void bounds(List<Summary> summaries, List<List<Sample>> steps, Audit audit) {
    var most = summaries.stream().mapToDouble(Summary::storedPerSecond).max().orElseThrow();
    var triple = summaries.get(TRIPLE);
    var goodput = triple.storedPerSecond() / most;
    report.bound(
        "at three times the capacity at least 80 % of the best step's events are stored",
        "%.0f %%".formatted(100 * goodput), goodput >= LEAST_GOODPUT);
    var p99 = Sample.millis(triple.seen().ackMicros(), 99);
    report.bound(
        "the acknowledgement's p99 then: at most 10 s",
        "%s ms".formatted(Spread.number(p99)),
        p99 <= MOST_MILLIS);
    var ping = Sample.millis(triple.seen().pingMicros(), 100);
    report.bound(
        "no ping then takes 10 s, after which clients count as offline",
        "%s ms".formatted(Spread.number(ping)),
        ping < MOST_MILLIS);
    var seconds = recoverySeconds(steps.getFirst(), steps.getLast());
    report.bound(
        "after it, latency is as before within 15 s",
        "%s s".formatted(Spread.number(seconds)),
        seconds <= MOST_RECOVERY_SECONDS);
    report.audited("", true, audit);
  }

  /// Until no second's median is twice that of the first step any more.
  private static double recoverySeconds(List<Sample> before, List<Sample> after) {
    var usual = Sample.millis(Summary.of(before).seen().ackMicros(), 50);
    var bearable = Math.max(HARDLY_ANYTHING_MILLIS, 2 * usual);
    var begin = after.getFirst().atSeconds() - after.getFirst().seconds();
    return after.stream()
        .filter(sample -> Sample.millis(sample.seen().ackMicros(), 50) > bearable)
        .mapToDouble(sample -> sample.atSeconds() - begin)
        .max()
        .orElse(0);
  }

  private void table(List<Summary> summaries) {
    report.heading("Step by step");
    report.line(
        "Events a second; pushes a second that were told that others came first; milliseconds from"
            + " when an event was due to its acknowledgement and to its arrival at each live"
            + " client.");
    report.paragraph(
        "| offered | due | stored | turned away | behind | ack p50 | p99 | p99.9 | most | delivery"
            + " p50 | p99 | p99.9 | most | resident, MiB |");
    report.line("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (var step : summaries) {
      report.line(
          "| %s | %.0f | %.0f | %.0f | %.0f | %s | %s | %s |"
              .formatted(
                  step.phase(),
                  step.offeredPerSecond(),
                  step.storedPerSecond(),
                  step.seen().turnedAway() / step.seconds(),
                  step.seen().conflicts() / step.seconds(),
                  LoadReport.percentiles(step.seen().ackMicros()),
                  LoadReport.percentiles(step.seen().deliveryMicros()),
                  Spread.number(step.residentMib())));
    }
  }
}
