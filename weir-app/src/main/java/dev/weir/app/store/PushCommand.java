package dev.weir.app.store;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.exit.WeirException;
import dev.weir.app.place.Place;
import dev.weir.app.place.PlaceOptions;
import dev.weir.app.terminal.JsonLine;
import dev.weir.app.terminal.Progress;
import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir push`: adds events to a store.
@Command(
    name = "push",
    description = {
      "Adds events to a store, behind what it holds. FILE has JSON objects with name and args, as"
          + " lines or in one array; numbers are given by the command, anew where others write at"
          + " the same time. A file with an error is refused before anything of it is stored, and"
          + " each event is stored once, whatever answers get lost.",
      "With --id the command can be repeated after an interruption: what the store has got under"
          + " that name is not pushed again."
    },
    footer = {
      "",
      "Examples:",
      "  weir push todos events.jsonl",
      "  weir push todos events.json --id first-import",
      "  echo '{\"name\":\"v1.TodoCreated\",\"args\":{\"id\":\"1\",\"text\":\"Tea\"}}' | weir push"
          + " todos -"
    })
public final class PushCommand implements Callable<Integer> {
  @Parameters(paramLabel = "STORE", description = "The store's id; it is made if it is new")
  private String store = "";

  @Parameters(paramLabel = "FILE", description = "The events; - is the standard input")
  private Path file = Path.of("-");

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "Who is said to have written the events, where they do not. Default: weir-push")
  private String clientId = "weir-push";

  @Option(
      names = "--id",
      paramLabel = "NAME",
      description =
          "A name for this push, which becomes its events' session: repeated, the command goes on"
              + " where it stopped")
  private Optional<String> id = Optional.empty();

  @Option(names = "--json", description = "The outcome as a JSON object")
  private boolean json;

  @Mixin private PlaceOptions place = new PlaceOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    LiveStoreProxy.requireStoreId(store);
    String sessionId = id.orElseGet(() -> "push-" + UUID.randomUUID());
    List<EncodedEvent> events = EventFile.read(file, System.in, clientId, sessionId);
    try (var opened = place.open(System.getenv());
        var proxy = opened.proxy()) {
      requireFit(events, opened);
      var begun = begun(opened, sessionId, events);
      var rest = events.subList(begun.events(), events.size());
      try (var progress = Progress.of(spec.commandLine().getErr(), "pushing to " + store)) {
        var pushing = new Pushing(proxy, store, done -> progress.at(done, rest.size()));
        long head = pushing.behind(begun.head(), rest).value();
        progress.hide();
        report(rest.size(), begun.events(), head);
      }
    }
    return 0;
  }

  /// What the store holds.
  ///
  /// @param events how many of this push
  private record Begun(EventSeqNum head, int events) {}

  private Begun begun(Place opened, String sessionId, List<EncodedEvent> events) {
    var stream = opened.streams().stream(CanonicalLog.streamOf(store, opened.naming()));
    try {
      return id.isEmpty()
          ? new Begun(StoreHead.of(stream).event(), 0)
          : foundOf(ChainReader.of(stream), sessionId, events);
    } catch (RequestRejectedException e) {
      if (e.code() == ErrorCode.STREAM_NOT_FOUND || e.code() == ErrorCode.BASIN_NOT_FOUND) {
        return new Begun(EventSeqNum.ROOT, 0);
      }
      throw e;
    }
  }

  private Begun foundOf(ChainReader stored, String sessionId, List<EncodedEvent> events) {
    int found = 0;
    try (stored) {
      for (var next = stored.next(); next.isPresent(); next = stored.next()) {
        var event = next.get().event();
        if (event.sessionId().equals(sessionId)) {
          if (found == events.size() || !events.get(found).hasSameContent(event)) {
            throw new WeirException(
                "store %s has event %d from a push with --id %s of other events. Nothing was pushed. Give another --id"
                    .formatted(store, event.seqNum().value(), sessionId));
          }
          found++;
        }
      }
      return new Begun(stored.head(), found);
    }
  }

  /// An event must fit a record, or all before it would be stored and it would not.
  private void requireFit(List<EncodedEvent> events, Place opened) {
    for (int i = 0; i < events.size(); i++) {
      long bytes = CanonicalLog.marked(events.get(i), store, opened.naming()).meteredBytes();
      int numbers = 2 * String.valueOf(EventSeqNum.MAX_VALUE).length();
      if (bytes + numbers > S2Limits.MAX_BATCH_METERED_BYTES) {
        throw new InvalidOptionException(
            "event %d of %s has %d bytes as a record; %d are the most. Nothing was pushed"
                .formatted(i + 1, file, bytes, S2Limits.MAX_BATCH_METERED_BYTES));
      }
    }
  }

  private void report(int pushed, int found, long head) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonLine.of(line -> {
            line.writeStringField("store", store);
            line.writeNumberField("pushed", pushed);
            line.writeNumberField("found", found);
            line.writeNumberField("head", head);
          }));
    } else {
      out.println(
          "Pushed %d events to %s, which ends with event %d now.".formatted(pushed, store, head)
              + (found == 0 ? "" : " It had " + found + " already."));
    }
    out.flush();
  }
}
