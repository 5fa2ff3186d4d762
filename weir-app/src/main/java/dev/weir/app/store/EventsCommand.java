package dev.weir.app.store;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.place.PlaceOptions;
import dev.weir.app.terminal.JsonLine;
import dev.weir.app.terminal.Plain;
import dev.weir.livestore.sync.EncodedEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `weir events`: a store's events, in the order in which clients get them.
@Command(
    name = "events",
    description = "Prints the events of a store, in the order in which clients get them.",
    footer = {
      "",
      "Examples:",
      "  weir events todos",
      "  weir events todos --follow",
      "  weir events todos --from 100 --limit 20 --json"
    })
public final class EventsCommand implements Callable<Integer> {
  private static final int ARGS_SHOWN = 100;

  @Mixin private StoreParameter store = new StoreParameter();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Option(
      names = "--from",
      paramLabel = "SEQNUM",
      description = "Begin with the event of that number. Default: the first")
  private long from;

  @Option(names = "--limit", paramLabel = "N", description = "Stop after so many events")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--follow", description = "Go on with events as they come, until Ctrl-C")
  private boolean follow;

  @Option(names = "--json", description = "Each event as it is stored, one JSON object a line")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new InvalidOptionException("--limit " + limit + " would print nothing");
    }
    try (var opened = place.open(System.getenv())) {
      var stream = store.in(opened);
      try (var chain = follow ? ChainReader.following(stream) : ChainReader.of(stream)) {
        print(chain);
      }
    }
    return 0;
  }

  private void print(ChainReader chain) {
    PrintWriter out = spec.commandLine().getOut();
    long printed = 0;
    while (printed < limit && !isAbandoned(out)) {
      var next = chain.next();
      if (next.isEmpty()) {
        break;
      }
      if (next.get().event().seqNum().value() >= from) {
        out.println(json ? JsonLine.flat(next.get().event().json()) : toText(next.get()));
        printed++;
      }
    }
    out.flush();
  }

  /// Whether nobody reads any more, as behind `| head`. A check flushes, so it is left out where
  /// much is printed at once.
  private boolean isAbandoned(PrintWriter out) {
    return follow && out.checkError();
  }

  private static String toText(ChainReader.Stored stored) {
    EncodedEvent event = stored.event();
    return "%8d  %s  %s  %s  %s"
        .formatted(
            event.seqNum().value(),
            Instant.ofEpochMilli(stored.timestamp()),
            Plain.text(event.clientId()),
            Plain.text(event.name()),
            Plain.text(event.argsJson().orElse(""), ARGS_SHOWN));
  }
}
