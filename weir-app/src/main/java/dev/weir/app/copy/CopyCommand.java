package dev.weir.app.copy;

import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.observe.LogFormat;
import dev.weir.app.observe.Logging;
import dev.weir.app.place.Side;
import dev.weir.app.terminal.JsonLine;
import dev.weir.app.terminal.Plain;
import dev.weir.app.terminal.Progress;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.StreamName;
import dev.weir.s2.copy.BasinCopy;
import dev.weir.s2.copy.CopyReport;
import dev.weir.s2.copy.StreamCopy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir copy`: a basin's streams from one S2 to another.
@Command(
    name = "copy",
    description = {
      "Copies the streams of a basin to another S2, or to another basin: every record keeps its"
          + " number, its timestamp and its headers, so that clients of a store go on with the copy"
          + " from where they are. Each copy is compared with its source.",
      "FROM and TO are each a running Weir or another S2 (a URL, or the word cloud), or the data"
          + " directory of a stopped Weir. Repeated, the command goes on where it stopped, and"
          + " copies what has come since. What is written while it runs needs another run: end with"
          + " the writers stopped."
    },
    footer = {
      "",
      "Examples:",
      "  weir copy http://127.0.0.1:8080 cloud",
      "  weir copy weir-data new-data --stream todos",
      "  weir copy http://127.0.0.1:8080 http://127.0.0.1:8080 --to-basin todos-archive"
    })
public final class CopyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FROM", description = "Where the streams are; nothing is changed there")
  private String from = "";

  @Parameters(paramLabel = "TO", description = "Where they are to be; a directory may be new")
  private String to = "";

  @Option(
      names = "--basin",
      paramLabel = "NAME",
      description = "The basin that is copied. Default: " + UpConfig.DEFAULT_BASIN)
  private String basin = UpConfig.DEFAULT_BASIN;

  @Option(
      names = "--to-basin",
      paramLabel = "NAME",
      description = "The basin of TO; made if it is missing. Default: the same")
  private Optional<String> toBasin = Optional.empty();

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "Only this stream; may be repeated")
  private List<String> streams = List.of();

  @Option(names = "--json", description = "One JSON object for each stream, a line each")
  private boolean json;

  @Mixin private CopyTokens tokens = new CopyTokens();
  @Spec private CommandSpec spec = CommandSpec.create();

  static final class CopyTokens {
    @Option(
        names = "--from-token-file",
        paramLabel = "FILE",
        description =
            "The access token for FROM is in FILE. Between two addresses, S2_ACCESS_TOKEN is sent"
                + " to S2 Cloud alone")
    private Optional<Path> from = Optional.empty();

    @Option(
        names = "--to-token-file",
        paramLabel = "FILE",
        description = "The access token for TO is in FILE")
    private Optional<Path> to = Optional.empty();
  }

  @Override
  public Integer call() {
    Logging.configure(false, LogFormat.TEXT);
    BasinName source = Side.basin(basin);
    BasinName target = toBasin.map(Side::basin).orElse(source);
    if (from.equals(to) && source.equals(target)) {
      throw new InvalidOptionException("FROM and TO are the same. Give another --to-basin");
    }
    var left = Side.parse("FROM", from);
    var right = Side.parse("TO", to);
    boolean areBoth = left.isAddress() && right.isAddress();
    var environment = System.getenv();
    try (S2 origin = left.open(tokens.from, areBoth ? left.own(environment) : environment, true)) {
      if (from.equals(to)) {
        copy(origin, source, origin, target); // a directory cannot be opened twice
      } else {
        try (S2 copies =
            right.open(tokens.to, areBoth ? right.own(environment) : environment, false)) {
          copy(origin, source, copies, target);
        }
      }
    }
    return 0;
  }

  private void copy(S2 origin, BasinName source, S2 copies, BasinName target) {
    BasinCopy.of(origin, source, copies, target)
        .withStreams(streams.stream().map(StreamName::new).toList())
        .forEach(this::copy);
  }

  private void copy(StreamCopy copy) {
    var name = copy.name();
    try (var progress = Progress.of(spec.commandLine().getErr(), "copying " + name.value())) {
      var report = copy.withListener((phase, done, tail) -> progress.at(done, tail)).run();
      progress.hide();
      report(name, report);
    }
  }

  private void report(StreamName name, CopyReport report) {
    var out = spec.commandLine().getOut();
    out.println(
        json
            ? JsonLine.of(line -> {
              line.writeStringField("stream", name.value());
              line.writeNumberField("records", report.records());
              line.writeNumberField("appended", report.appended());
              line.writeNumberField("filled", report.filled());
              line.writeNumberField("tail", report.tail());
              line.writeNumberField("bytes", report.bytes());
              line.writeStringField("sha256", report.sha256());
            })
            : "%s: %d records verified, %d of them appended now; the tail is %d"
                .formatted(
                    Plain.text(name.value()), report.records(), report.appended(), report.tail()));
    out.flush();
  }
}
