package dev.weir.bench.store;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.nio.file.Path;
import java.util.Collections;

/// A store in a directory with one basin, and what the scenarios append to it.
final class BenchStore implements AutoCloseable {
  private static final BasinName BASIN = new BasinName("bench-basin");

  private final S2Lite store;

  private BenchStore(S2Lite store) {
    this.store = store;
  }

  static BenchStore open(Path directory) {
    S2Lite store = S2Lite.open(directory);
    store.ensureBasin(BASIN, BasinConfig.DEFAULT);
    return new BenchStore(store);
  }

  S2Basin basin() {
    return store.basin(BASIN);
  }

  /// The stream of that number, which is created if it is missing.
  S2Stream stream(String kind, int number) {
    var name = new StreamName(kind + "-" + number);
    basin().ensureStream(name, StreamConfig.UNSET);
    return basin().stream(name);
  }

  static AppendInput batch(int records, int bytes) {
    var record = AppendRecord.of(Bytes.copyOf(new byte[bytes]));
    return AppendInput.of(Collections.nCopies(records, record));
  }

  @Override
  public void close() {
    store.close();
  }
}
