package dev.weir.bench.profile;

import dev.weir.bench.figures.PartResult;
import dev.weir.bench.round.CatchUp;
import dev.weir.bench.round.FanOutRound;
import dev.weir.bench.round.PushRound;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.Scratch;
import dev.weir.bench.run.ServerProcess;
import dev.weir.bench.s2.SdkLoad;
import dev.weir.bench.series.SeriesOptions;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where the processor time of a Weir goes, for each way that events take: its stacks are sampled
/// under load, after a load of the same kind that is not sampled. The load has a process of its
/// own.
public final class Profiles {
  private static final BasinName BASIN = new BasinName("bench-basin");
  private static final int MOST_PUSHES = 1_000_000;
  private static final int COSTS_SHOWN = 8;
  private static final double LEAST_SHOWN = 0.01;

  /// Something that keeps a server busy for a while.
  private interface Work {
    void run(int seconds) throws IOException, InterruptedException;
  }

  private final SeriesOptions options;
  private final Path directory;
  private final Path pictures;
  private final List<PartResult.Table> tables = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int rounds;

  private Profiles(SeriesOptions options, Path directory, Path pictures) {
    this.options = options;
    this.directory = directory;
    this.pictures = pictures;
  }

  /// Samples each of them, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(BenchCommand.run(new SeriesOptions(), args, Profiles::run));
  }

  private static int run(SeriesOptions options) throws IOException, InterruptedException {
    var target = Files.createDirectories(options.root().resolve("bench/target"));
    var pictures = options.output().json().map(Path::getParent).orElse(target);
    try (var scratch = Scratch.in(options.root())) {
      var profiles = new Profiles(options, scratch.directory(), pictures);
      profiles.measure();
      options.output().write(profiles.result());
    }
    return 0;
  }

  private void measure() throws IOException, InterruptedException {
    notes.add(
        "Stacks of the server by its processor time, one a millisecond, so waiting does not"
            + " count. A sample counts for the innermost of its calls that is known.");
    ofServer("push", "32 clients push single events", this::pushOne);
    ofServer("push-batch", "32 clients push 50 events at a time", this::pushFifty);
    ofServer("pull", "2 clients catch up on 200,000 events", this::pull);
    ofServer("live", "1,000 live clients of one store get each event", this::live);
    ofServer(
        "s2-append", "an append session of the SDK, records of 1 KiB", weir -> sdk("append", weir));
    ofServer("s2-read", "read sessions of the SDK, records of 1 KiB", weir -> sdk("read", weir));
    ofReplica();
  }

  private interface Load {
    Work on(ServerProcess weir) throws IOException, InterruptedException;
  }

  private void ofServer(String name, String what, Load load)
      throws IOException, InterruptedException {
    System.out.println("profile of " + name + " ...");
    try (var weir = options.weir("--data", directory.resolve(name).toString())) {
      var work = load.on(weir);
      work.run(options.isQuick() ? 3 : 15);
      var profile = new StackProfile(weir.pid(), directory);
      profile.start();
      work.run(options.isQuick() ? 3 : 15);
      note(name, what, profile.stop());
    }
  }

  private Work pushOne(ServerProcess weir) {
    return seconds -> push(weir, 1, seconds);
  }

  private Work pushFifty(ServerProcess weir) {
    return seconds -> push(weir, 50, seconds);
  }

  private void push(ServerProcess weir, int batch, int seconds)
      throws IOException, InterruptedException {
    var round = new PushRound(32, batch, Duration.ofSeconds(seconds), MOST_PUSHES);
    var unused = round.run(weir.endpoint(), "round-" + ++rounds);
  }

  private Work pull(ServerProcess weir) throws IOException {
    var store = new CatchUp(200_000);
    store.fill(weir.endpoint(), "long");
    return seconds -> {
      var end = System.nanoTime() + seconds * 1_000_000_000L;
      while (System.nanoTime() < end) {
        var unused = store.run(weir.endpoint(), "long", 2);
      }
    };
  }

  private Work live(ServerProcess weir) {
    return seconds -> {
      var round = new FanOutRound(options.isQuick() ? 100 : 1_000, 1, 0, seconds * 4);
      var unused = round.run(weir.endpoint(), "round-" + ++rounds, () -> {});
    };
  }

  private Work sdk(String mode, ServerProcess weir) throws IOException, InterruptedException {
    var server = URI.create("http://" + weir.endpoint().getAuthority());
    try (var s2 = S2Client.connect(S2ClientConfig.at(server.toString()))) {
      s2.ensureBasin(BASIN, BasinConfig.DEFAULT);
    }
    var reads = mode.equals("read");
    if (reads) {
      SdkLoad.main(load(server, "stream-0", "append", 2));
    }
    return seconds -> {
      var end = System.nanoTime() + seconds * 1_000_000_000L;
      do {
        SdkLoad.main(load(server, reads ? "stream-0" : "stream-" + ++rounds, mode, 2));
      } while (System.nanoTime() < end);
    };
  }

  private static String[] load(URI server, String stream, String mode, int seconds) {
    return new String[] {server.toString(), BASIN.value(), stream, mode, "1024", "" + seconds};
  }

  private void ofReplica() throws IOException, InterruptedException {
    System.out.println("profile of replica ...");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weir.bench.replica.CommitLoad",
                directory.toString(),
                options.isQuick() ? "8" : "35")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var replica = ServerProcess.adopt(process, URI.create("http://127.0.0.1"))) {
      replica.idle(options.isQuick() ? 3 : 15);
      var profile = new StackProfile(process.pid(), directory);
      profile.start();
      replica.idle(options.isQuick() ? 3 : 15);
      note("replica", "a replica on disk commits events, a thousand at a time", profile.stop());
    }
  }

  private void note(String name, String what, Stacks stacks) throws IOException {
    new FlameGraph(what, stacks).write(pictures.resolve("flames-" + name + ".svg"));
    var rows = new ArrayList<List<String>>();
    for (var cost : Costs.of(stacks)) {
      if (rows.size() < COSTS_SHOWN && cost.share() >= LEAST_SHOWN) {
        var share = String.format(Locale.ROOT, "%.0f %%", cost.share() * 100);
        rows.add(List.of(cost.cost(), share, cost.within()));
      }
    }
    var title = String.format(Locale.ROOT, "%s: %s (%,d samples)", name, what, stacks.samples());
    notes.add("![%s](flames-%s.svg)".formatted(what, name));
    tables.add(
        new PartResult.Table(
            title, List.of("cost", "processor time", "most of it reached from"), rows));
  }

  private PartResult result() {
    return new PartResult("Where the processor time goes", tables, List.of(), List.of(), notes);
  }
}
