package dev.weir.bench.load;

import dev.weir.bench.figures.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// The text of a report, in Markdown, and what it holds the figures against.
final class LoadReport {
  private static final double KIB_A_MIB = 1_024;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder bounds = new StringBuilder();
  private boolean kept = true;

  LoadReport(String title, String command) throws IOException {
    line("# %s".formatted(title));
    line("");
    line(
        """
        `%s`, begun on %s, on %s. The clients share the processors with the server, which is a `./weir up` \
        in a process of its own that keeps its data on this machine's disk.\
        """
            .formatted(
                command,
                DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ROOT)
                    .format(ZonedDateTime.now(ZoneOffset.UTC)),
                machine()));
  }

  private static String machine() throws IOException {
    var model = first("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch"));
    var memory = first("/proc/meminfo", "MemTotal").orElse("0").replaceAll("\\D", "");
    return "%d processors (%s), %s MiB of memory, Linux %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            model,
            Spread.number(Long.parseLong(memory) / KIB_A_MIB),
            System.getProperty("os.version"),
            Runtime.version().feature());
  }

  private static java.util.Optional<String> first(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }
  }

  void line(String words) {
    text.append(words).append('\n');
  }

  void paragraph(String words) {
    line("");
    line(words);
  }

  void heading(String name) {
    paragraph("## %s".formatted(name));
    line("");
  }

  void image(String what, String file) {
    paragraph("![%s](%s)".formatted(what, file));
  }

  /// The percentiles of a histogram of microseconds, as cells of milliseconds.
  static String percentiles(Histogram micros) {
    return "%s | %s | %s | %s"
        .formatted(
            Spread.number(Sample.millis(micros, 50)),
            Spread.number(Sample.millis(micros, 99)),
            Spread.number(Sample.millis(micros, 99.9)),
            Spread.number(Sample.millis(micros, 100)));
  }

  /// A line of what must hold.
  void bound(String what, String found, boolean holds) {
    bounds.append("| %s | %s | %s |%n".formatted(what, found, holds ? "yes" : "**no**"));
    kept &= holds;
  }

  /// What must hold of all stores.
  ///
  /// @param what must hold besides
  /// @param holds whether that does
  void audited(String what, boolean holds, Audit audit) {
    bound(
        what
            + "every store holds what was acknowledged, each event once and in its place, as its"
            + " clients saw it",
        "%,d events in %,d stores, %d lost, %d faults"
            .formatted(audit.events(), audit.stores(), audit.lost(), audit.faults().size()),
        holds && audit.isClean());
  }

  /// All that must hold, and the faults that were found.
  void bounds(List<String> faults) {
    heading("What must hold");
    line("| bound | found | held |");
    line("|---|---|---|");
    text.append(bounds);
    faults.forEach(fault -> line("- %s".formatted(fault)));
  }

  void errors(Map<String, Long> errors) {
    if (errors.isEmpty()) {
      paragraph("No request failed, and none was refused other than for events that came first.");
      return;
    }
    paragraph("| failed or refused | times |");
    line("|---|---|");
    errors.forEach((kind, count) -> line("| %s | %,d |".formatted(kind, count)));
  }

  /// Whether all bounds were kept so far.
  boolean isKept() {
    return kept;
  }

  /// Writes the report and the samples it is of.
  void write(Path directory, String name, List<Sample> samples) throws IOException {
    Files.createDirectories(directory);
    var csv = new StringBuilder(Sample.CSV_HEAD);
    samples.forEach(sample -> csv.append(sample.csv()));
    Files.writeString(directory.resolve(name + ".csv"), csv);
    Files.writeString(directory.resolve(name + ".md"), text);
    System.out.printf("%n%s%nWritten to %s%n", text, directory.resolve(name + ".md"));
  }
}
