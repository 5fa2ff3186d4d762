package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A bit that flips in what was long written: the reader of it is told, and others read on.
@Timeout(60)
class DamagedTableTest {
  private static final StreamName DAMAGED = new StreamName("damaged");
  private static final StreamName WHOLE = new StreamName("whole");
  private static final int RECORDS = 100;

  @TempDir Path directory;

  @Test
  void read_ofADamagedTable_namesStreamFileAndOffsetAndOthersAreReadOn() throws Exception {
    fill(0);
    closeIntoTables();
    Path table = flipABitOf(DAMAGED);
    var told = new CopyOnWriteArrayList<String>();
    var options =
        S2LiteOptions.DEFAULT.withListener(
            new S2LiteListener() {
              @Override
              public void unreadable(String message) {
                told.add(message);
              }
            });
    try (S2Lite store = S2Lite.open(directory, options)) {
      for (int i = 0; i < 2; i++) {
        assertThat(catchThrowable(() -> Fixture.everything(stream(store, DAMAGED))))
            .isInstanceOfSatisfying(
                RequestRejectedException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE))
            .hasMessageContaining("stream `damaged`")
            .hasMessageContaining(table.getFileName() + " offset ");
      }
      assertThat(told).singleElement().asString().contains("stream `damaged`");
      assertThat(Fixture.everything(stream(store, WHOLE))).hasSize(RECORDS);
      stream(store, WHOLE).append(Fixture.batch("more"));
      stream(store, DAMAGED).append(Fixture.batch("more"));
      assertThat(store.isHealthy()).isTrue();
    }
  }

  @Test
  void open_withADamagedManifest_isRefusedAndNamesIt() throws Exception {
    fill(0);
    Path manifest = files("MANIFEST").getFirst();
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(manifest, bytes);
    assertThatThrownBy(() -> S2Lite.open(directory))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining(manifest.getFileName().toString())
        .hasMessageContaining("restore a backup");
  }

  @Test
  void open_withoutATable_isRefusedAndNamesIt() throws Exception {
    fill(0);
    closeIntoTables();
    Path table = files(".sst").getFirst();
    Files.delete(table);
    assertThatThrownBy(() -> S2Lite.open(directory))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining(table.getFileName().toString());
  }

  /// A compaction that meets damage stops all writing in RocksDB, for good.
  @Test
  void append_whenACompactionMeetsADamagedTable_goesOnAfterAMoment() throws Exception {
    for (int table = 0; table < 3; table++) {
      fill(table);
      closeIntoTables();
    }
    Path damaged = flipABitOf(DAMAGED);
    fill(3); // the fourth table has them all compacted, which happens after the next open
    var recoveries = new Semaphore(0);
    var options =
        S2LiteOptions.DEFAULT.withListener(
            new S2LiteListener() {
              @Override
              public void recovered(long nanos) {
                recoveries.release();
              }
            });
    try (S2Lite store = S2Lite.open(directory, options)) {
      var failure = appendUntilRefused(stream(store, WHOLE));
      assertThat(failure).hasMessageContaining(damaged.getFileName().toString());
      assertThat(recoveries.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < RECORDS; i++) {
        stream(store, WHOLE).append(Fixture.batch("behind"));
      }
      assertThat(Fixture.everything(stream(store, WHOLE))).endsWith("behind");
      assertThat(store.isHealthy()).isTrue();
      assertThat(recoveries.availablePermits()).isZero();
    }
  }

  private static RequestRejectedException appendUntilRefused(S2Stream stream) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      try {
        stream.append(Fixture.batch("x"));
      } catch (RequestRejectedException e) {
        return e;
      }
    }
    throw new AssertionError("the compaction never failed");
  }

  private void fill(int round) {
    try (S2Lite store = S2Lite.open(directory)) {
      store.ensureBasin(Fixture.BASIN, BasinConfig.DEFAULT);
      for (StreamName name : List.of(DAMAGED, WHOLE)) {
        store.basin(Fixture.BASIN).ensureStream(name, StreamConfig.UNSET);
        for (int i = 0; i < RECORDS; i++) {
          stream(store, name).append(Fixture.batch(body(name, round * RECORDS + i)));
        }
      }
    }
  }

  /// An open makes tables of the logs that it finds.
  private void closeIntoTables() {
    S2Lite.open(directory).close();
  }

  private static S2Stream stream(S2Lite store, StreamName name) {
    return store.basin(Fixture.BASIN).stream(name);
  }

  private static String body(StreamName name, int i) {
    return name + "-record-" + i + "-".repeat(500);
  }

  private Path flipABitOf(StreamName name) throws IOException {
    String wanted = body(name, RECORDS / 2);
    for (Path table : files(".sst")) {
      byte[] bytes = Files.readAllBytes(table);
      int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(wanted);
      if (at >= 0) {
        bytes[at] ^= 1;
        Files.write(table, bytes);
        return table;
      }
    }
    throw new AssertionError("no table holds " + wanted);
  }

  private List<Path> files(String nameHas) throws IOException {
    try (var files = Files.list(directory.resolve("db"))) {
      return files.filter(file -> file.getFileName().toString().contains(nameHas)).toList();
    }
  }
}
