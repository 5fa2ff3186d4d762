package dev.weir.app.doctor;

import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.exit.WeirException;
import dev.weir.app.place.Place;
import dev.weir.app.place.PlaceOptions;
import dev.weir.app.place.Side;
import dev.weir.app.terminal.Progress;
import dev.weir.livestore.doctor.RepairRefusedException;
import dev.weir.livestore.doctor.StoreDoctor;
import dev.weir.livestore.doctor.StoreReport;
import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir doctor`: examines stores, and writes repaired copies.
@Command(
    name = "doctor",
    description = {
      "Walks the stream of a store, or all streams of the basin, and tells of every record that is"
          + " wrong: events that lost against others, are stored twice, or miss the one before, and"
          + " records that are no events. Nothing of that is ever delivered by Weir. Ends with 4 if"
          + " something was found.",
      "With --repair a copy without them is written to another stream, verified, and clients may go"
          + " on with it from where they are. The stream itself is never changed."
    },
    footer = {
      "",
      "Examples:",
      "  weir doctor todos",
      "  weir doctor --all --json",
      "  weir doctor todos --repair --to-store todos-repaired"
    })
public final class DoctorCommand implements Callable<Integer> {
  @Parameters(paramLabel = "STORE", arity = "0..1", description = "The store's id")
  private Optional<String> store = Optional.empty();

  @Option(names = "--all", description = "Every stream of the basin, instead of STORE")
  private boolean all;

  @Option(
      names = "--findings",
      paramLabel = "N",
      description = "Show so many findings of a stream; all are counted. Default: 100")
  private long findings = 100;

  @Option(names = "--repair", description = "Write a repaired copy of STORE")
  private boolean repair;

  @Option(
      names = "--to-store",
      paramLabel = "ID",
      description = "The store that the copy is to be. Default: STORE, in another basin")
  private Optional<String> toStore = Optional.empty();

  @Option(
      names = "--to-basin",
      paramLabel = "NAME",
      description = "The basin that the copy is to be in; made if it is missing. Default: --basin")
  private Optional<String> toBasin = Optional.empty();

  @Option(names = "--json", description = "One JSON object a line")
  private boolean json;

  @Mixin private PlaceOptions place = new PlaceOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    requireSense();
    try (var opened = place.open(System.getenv())) {
      if (all) {
        return examineAll(opened);
      }
      var stream = opened.store(store.orElseThrow());
      boolean isHealthy = examine(opened, stream).isHealthy();
      if (repair) {
        repair(opened, stream);
        return ExitCode.DONE.number();
      }
      return outcome(isHealthy);
    }
  }

  private void requireSense() {
    if (all == store.isPresent()) {
      throw new InvalidOptionException("name one STORE, or give --all");
    }
    if (repair && (all || (toStore.isEmpty() && toBasin.isEmpty()))) {
      throw new InvalidOptionException(
          "--repair writes a copy of one STORE elsewhere: add --to-store ID or --to-basin NAME");
    }
    if (!repair && (toStore.isPresent() || toBasin.isPresent())) {
      throw new InvalidOptionException("--to-store and --to-basin go with --repair");
    }
    toStore.ifPresent(LiveStoreProxy::requireStoreId);
  }

  private static int outcome(boolean isHealthy) {
    return (isHealthy ? ExitCode.DONE : ExitCode.WRONG_DATA).number();
  }

  private int examineAll(Place opened) {
    boolean isHealthy = true;
    for (StreamInfo stream : opened.streams().streams()) {
      isHealthy &= examine(opened, opened.streams().stream(stream.name())).isHealthy();
    }
    return outcome(isHealthy);
  }

  private StoreReport examine(Place opened, S2Stream stream) {
    var report = new DoctorReport(spec.commandLine().getOut(), stream.name(), json, findings);
    long tail = stream.checkTail().seqNum();
    try (var progress = progress("examining " + stream.name())) {
      var examined =
          StoreDoctor.of(opened.streams(), stream.name())
              .examine(report::found, done -> progress.at(done, tail));
      progress.hide();
      report.examined(examined);
      return examined;
    }
  }

  private Progress progress(String what) {
    return Progress.of(spec.commandLine().getErr(), what);
  }

  private void repair(Place opened, S2Stream stream) {
    String storeId = toStore.or(() -> store).orElseThrow();
    S2Basin target = target(opened);
    var name = CanonicalLog.streamOf(storeId, opened.naming());
    if (target.name().equals(opened.basin()) && name.equals(stream.name())) {
      throw new InvalidOptionException(
          "the repaired copy would be the stream itself. Give another --to-store or --to-basin");
    }
    try (var progress = progress("repairing " + stream.name())) {
      var copied =
          StoreDoctor.of(opened.streams(), stream.name())
              .repair(
                  target, storeId, opened.naming(), (phase, done, tail) -> progress.at(done, tail));
      progress.hide();
      new DoctorReport(spec.commandLine().getOut(), stream.name(), json, findings)
          .repaired("stream " + name + " of basin " + target.name(), copied);
    } catch (RepairRefusedException e) {
      throw new WeirException(ExitCode.WRONG_DATA, String.valueOf(e.getMessage()), e);
    }
  }

  private S2Basin target(Place opened) {
    BasinName basin = toBasin.map(Side::basin).orElse(opened.basin());
    try {
      var unused = opened.s2().createBasin(basin, BasinConfig.DEFAULT);
    } catch (RequestRejectedException e) {
      if (!List.of(ErrorCode.RESOURCE_ALREADY_EXISTS, ErrorCode.PERMISSION_DENIED)
          .contains(e.code())) {
        throw e;
      }
    }
    return opened.s2().basin(basin);
  }
}
