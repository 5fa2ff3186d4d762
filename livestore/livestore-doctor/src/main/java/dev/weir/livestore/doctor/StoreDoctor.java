package dev.weir.livestore.doctor;

import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;
import dev.weir.s2.copy.CopyListener;
import dev.weir.s2.copy.CopyReport;
import dev.weir.s2.copy.RecordSource;
import dev.weir.s2.copy.StreamCopy;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Examines the stream of one store: which of its records are the chain that Weir delivers, and
/// what the others are. Never writes to it. Memory is bounded, however long the stream is.
public final class StoreDoctor {
  private final S2Basin basin;
  private final S2Stream stream;

  private StoreDoctor(S2Basin basin, StreamName stream) {
    this.basin = basin;
    this.stream = basin.stream(stream);
  }

  /// For one stream of a basin; [dev.weir.livestore.proxy.CanonicalLog#streamOf] knows a store's.
  public static StoreDoctor of(S2Basin basin, StreamName stream) {
    return new StoreDoctor(basin, stream);
  }

  /// Walks the stream as it is now, from its first record to its last.
  ///
  /// @param findings told of each record that is wrong, in the order of the stream
  /// @param progress told how many records of the stream have been seen
  /// @throws dev.weir.s2.S2Exception if the stream cannot be read
  public StoreReport examine(Consumer<Finding> findings, LongConsumer progress) {
    var examination = new Examination(new StoredEvents(stream), findings);
    try (var reading = RecordSource.of(stream).open()) {
      for (var next = reading.next(); next.isPresent(); next = reading.next()) {
        examination.offer(next.get());
        progress.accept(next.get().seqNum() + 1);
      }
    }
    return examination.report();
  }

  /// Writes a repaired copy of the stream: each event of the chain at the place it has, with Weir's
  /// mark, and an empty record in the place of every other one, so that clients of the store go on
  /// from where they are. A run that was interrupted is gone on with by another.
  ///
  /// @param target where the copy goes, another stream than this one
  /// @param storeId the store that the copy is to be
  /// @throws IllegalArgumentException if the target is the stream itself
  /// @throws RepairRefusedException if the stream has lost its beginning
  /// @throws dev.weir.s2.copy.CopyRefusedException if the target holds something else
  public CopyReport repair(
      S2Basin target, String storeId, StreamNaming naming, CopyListener listener) {
    var name = CanonicalLog.streamOf(storeId, naming);
    if (target.name().equals(basin.name()) && name.equals(stream.name())) {
      throw new IllegalArgumentException(
          "the repaired copy of stream " + name + " cannot be the stream itself");
    }
    requireBeginning();
    var repaired = new RepairedStream(RecordSource.of(stream), storeId, naming);
    return StreamCopy.of(repaired, basin.streamConfig(stream.name()), target, name)
        .withListener(listener)
        .run();
  }

  private void requireBeginning() {
    try (var reading = RecordSource.of(stream).open()) {
      var first = reading.next();
      if (first.filter(record -> record.seqNum() == 0).isEmpty()) {
        throw new RepairRefusedException(
            "stream "
                + stream.name()
                + (first.isEmpty() ? " is empty" : " has lost its beginning")
                + ": there is no chain to repair. Nothing was written");
      }
    }
  }
}
