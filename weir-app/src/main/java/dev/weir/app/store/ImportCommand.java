package dev.weir.app.store;

import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.WeirException;
import dev.weir.app.place.Place;
import dev.weir.app.place.PlaceOptions;
import dev.weir.app.terminal.JsonLine;
import dev.weir.app.terminal.Progress;
import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir import`: a store from what `weir export` wrote.
@Command(
    name = "import",
    description = {
      "Fills a new store with the events of an export, numbers included. The file is verified"
          + " before anything is stored, and the store against the file afterwards.",
      "A store that has events is refused. After an interruption --resume goes on, if what is there"
          + " is the beginning of the file."
    },
    footer = {
      "",
      "Examples:",
      "  weir import todos todos.jsonl",
      "  weir import todos todos.jsonl --resume"
    })
public final class ImportCommand implements Callable<Integer> {
  private static final int AT_ONCE = 5_000;

  @Parameters(paramLabel = "STORE", description = "The id of a new store")
  private String store = "";

  @Parameters(paramLabel = "FILE", description = "What `weir export` wrote")
  private Path file = Path.of("-");

  @Option(names = "--resume", description = "Go on with an import that was interrupted")
  private boolean resume;

  @Option(names = "--json", description = "The outcome as a JSON object")
  private boolean json;

  @Mixin private PlaceOptions place = new PlaceOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    LiveStoreProxy.requireStoreId(store);
    ExportTrailer whole = ExportFile.check(file);
    try (var opened = place.open(System.getenv());
        var proxy = opened.proxy()) {
      long found = push(opened, proxy, whole.events());
      long verified = whole.events() == 0 ? 0 : verify(opened);
      report(verified - found, found, verified);
    }
    return 0;
  }

  /// @return how many events were there already
  private long push(Place opened, LiveStoreProxy proxy, long total) throws InterruptedException {
    try (var exported = ExportFile.open(file);
        var progress = Progress.of(spec.commandLine().getErr(), "importing " + store)) {
      long found = pass(opened, exported);
      if (found > 0 && !resume) {
        throw new WeirException(
            "store "
                + store
                + " has events. Nothing was stored. Name a new store; or add --resume, if an import"
                + " of this file was interrupted");
      }
      var pushing = new Pushing(proxy, store, done -> progress.at(found + done, total));
      var events = new ArrayList<EncodedEvent>();
      for (var next = exported.next(); next.isPresent(); next = exported.next()) {
        events.add(next.get());
        if (events.size() == AT_ONCE) {
          pushing.asNumbered(events);
          events.clear();
        }
      }
      pushing.asNumbered(events);
      return found;
    }
  }

  /// Passes over the events that the store has.
  private long pass(Place opened, ExportFile exported) {
    try {
      return resume ? compare(opened, exported) : first(opened);
    } catch (RequestRejectedException e) {
      if (e.code() == ErrorCode.STREAM_NOT_FOUND || e.code() == ErrorCode.BASIN_NOT_FOUND) {
        return 0;
      }
      throw e;
    }
  }

  private long first(Place opened) {
    try (var chain = chain(opened)) {
      return chain.next().isPresent() ? 1 : 0;
    }
  }

  private long verify(Place opened) {
    try (var exported = ExportFile.open(file)) {
      long verified = compare(opened, exported);
      if (exported.next().isPresent()) {
        throw wrong(verified + 1, "is missing from the store");
      }
      return verified;
    }
  }

  private long compare(Place opened, ExportFile exported) {
    long same = 0;
    try (var chain = chain(opened)) {
      for (var next = chain.next(); next.isPresent(); next = chain.next()) {
        var stored = next.get().event();
        Optional<EncodedEvent> expected = exported.next();
        if (expected.isEmpty()) {
          throw wrong(same + 1, "of the store is not in it");
        }
        if (!expected.get().isSame(stored)) {
          throw wrong(same + 1, "is another one in the store");
        }
        same++;
      }
    }
    return same;
  }

  private ChainReader chain(Place opened) {
    return ChainReader.of(opened.streams().stream(CanonicalLog.streamOf(store, opened.naming())));
  }

  private WeirException wrong(long event, String what) {
    return new WeirException(
        ExitCode.WRONG_DATA,
        "store %s and %s differ: the event of line %d %s. Nothing more was stored; import into a new store"
            .formatted(store, file, event, what));
  }

  private void report(long imported, long found, long verified) {
    var out = spec.commandLine().getOut();
    out.println(
        json
            ? JsonLine.of(line -> {
              line.writeStringField("store", store);
              line.writeNumberField("imported", imported);
              line.writeNumberField("found", found);
              line.writeNumberField("verified", verified);
            })
            : "Imported %d events into %s; all its %d events are verified."
                .formatted(imported, store, verified));
    out.flush();
  }
}
