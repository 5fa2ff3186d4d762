package dev.weir.bench.report;

import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The command that makes the performance report.
public final class PerformanceReport {
  private final ReportOptions options;
  private final CountDownLatch ending = new CountDownLatch(1);

  private PerformanceReport(ReportOptions options) {
    this.options = options;
  }

  /// Measures what is to be measured, writes the report, and ends the process.
  ///
  /// @param args see `--help`; exit code 1 if a part failed
  public static void main(String... args) {
    System.exit(
        BenchCommand.run(
            new ReportOptions(), args, options -> new PerformanceReport(options).run()));
  }

  /// The main thread goes on while the JVM ends, and must not go on with the next part.
  private void end() {
    ending.countDown();
    Scratch.endChildren();
  }

  private boolean isEnding() {
    return ending.getCount() == 0;
  }

  private int run() throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "bench-end"));
    Files.createDirectories(options.directory());
    nameThoseOfAnotherVersion();
    var left = new ArrayList<>(options.parts());
    if (!options.again()) {
      for (var part : options.parts()) {
        if (isThere(part)) {
          left.remove(part);
        }
      }
    }
    var failed = new ArrayList<Part>();
    while (!left.isEmpty() && !isEnding()) {
      var part = left.getFirst();
      say(
          "%s (%s), about %s; all that is left about %s"
              .formatted(part.id(), part.what(), minutes(List.of(part)), minutes(left)));
      if (!measure(part) && !isEnding()) {
        failed.add(part);
        say(part.id() + " failed; see above. The others go on");
      }
      left.removeFirst();
      new ReportPage(options.directory()).write();
    }
    new ReportPage(options.directory()).write();
    say("written to " + options.directory().resolve("report.md"));
    return failed.isEmpty() ? 0 : 1;
  }

  private boolean isThere(Part part) throws IOException {
    var there = Files.exists(figures(part)) && Taken.read(taken(part)).isPresent();
    if (there) {
      say(part.id() + " is there; --again measures it anew");
    }
    return there;
  }

  /// They can neither be shown nor gone on with.
  private void nameThoseOfAnotherVersion() throws IOException {
    for (var part : Part.values()) {
      if (Files.exists(taken(part)) && Taken.read(taken(part)).isEmpty()) {
        say(part.id() + " was written by another version: left out until it is measured anew");
      }
    }
  }

  private boolean measure(Part part) throws IOException, InterruptedException {
    var unused = Machine.busyProcessors();
    if (ending.await(Taken.LOOK_SECONDS, TimeUnit.SECONDS)) {
      return false;
    }
    var busy = Machine.busyProcessors(); // by others: this process has waited
    var start = Instant.now();
    Files.deleteIfExists(figures(part));
    var process = new ProcessBuilder(command(part)).inheritIO().start();
    if (process.waitFor() != 0 || !Files.exists(figures(part))) {
      return false;
    }
    new Taken(
            start.truncatedTo(ChronoUnit.MINUTES).toString(),
            Machine.firstLine(
                List.of("git", "-C", options.root().toString(), "rev-parse", "--short", "HEAD")),
            options.isQuick(),
            start.until(Instant.now(), ChronoUnit.SECONDS),
            busy,
            Machine.describe(options.directory()))
        .write(taken(part));
    return true;
  }

  /// The part's program, in this Java and with these options of the JVM.
  private List<String> command(Part part) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(
                java,
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                part.program()));
    command.addAll(
        List.of("--root", options.root().toString(), "--json", figures(part).toString()));
    if (options.isQuick()) {
      command.add("--quick");
    }
    if (part == Part.S2 || part == Part.SDK) {
      options.cli().ifPresent(cli -> command.addAll(List.of("--cli", cli.toString())));
    }
    return command;
  }

  private Path figures(Part part) {
    return ReportPage.figures(options.directory(), part);
  }

  private Path taken(Part part) {
    return ReportPage.taken(options.directory(), part);
  }

  private String minutes(List<Part> parts) {
    var seconds = parts.stream().mapToLong(part -> part.seconds(options.isQuick())).sum();
    return seconds < 90 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }

  private static void say(String what) {
    System.out.printf("report: %s%n", what);
  }
}
