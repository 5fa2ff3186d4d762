package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log with a torn end is what a crash leaves. A log that is damaged before its end has lost what
/// was acknowledged.
class DamagedLogTest {
  private static final int APPENDS = 100;

  @TempDir Path directory;

  @Test
  void open_withDamageInTheMiddleOfTheLog_isRefusedAndNamesTheDirectory() throws IOException {
    append();
    Path log = log();
    byte[] bytes = Files.readAllBytes(log);
    int middle = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(body(APPENDS / 2));
    bytes[middle] ^= 1;
    Files.write(log, bytes);
    assertThatThrownBy(() -> S2Lite.open(directory))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(log.getFileName() + " is damaged at offset ")
        .hasMessageContaining("restore a backup");
    assertThat(LogDamage.damagedAt(log).orElseThrow()).isBetween(middle - 200L, (long) middle);
    assertThatThrownBy(() -> S2Lite.open(directory))
        .as("what was refused is not opened the second time")
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageNotContaining("in use");
  }

  @Test
  void damagedAt_ofAWholeLog_isNowhere() throws IOException {
    append();
    assertThat(LogDamage.damagedAt(log())).isEmpty();
  }

  @Test
  void open_withATornEndOfTheLog_keepsWhatIsBeforeIt() throws IOException {
    append();
    Path log = log();
    byte[] bytes = Files.readAllBytes(log);
    // Behind the last append the close writes what was counted: all of that is torn off, too.
    int last = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(body(APPENDS - 1));
    Files.write(log, Arrays.copyOf(bytes, last + 3));
    try (S2Lite store = S2Lite.open(directory)) {
      S2Stream stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      List<String> whole = IntStream.range(0, APPENDS - 1).mapToObj(DamagedLogTest::body).toList();
      assertThat(Fixture.everything(stream)).isEqualTo(whole);
      stream.append(Fixture.batch("after"));
    }
  }

  /// The file got its length, and one sector of the last write did not come to the disk.
  @Test
  void open_withALostSectorInTheLastWriteOfTheLog_keepsWhatIsBeforeIt() throws IOException {
    append();
    Path log = log();
    byte[] bytes = Files.readAllBytes(log);
    int last = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(body(APPENDS - 1));
    byte[] untilTheLast = Arrays.copyOf(bytes, last + body(APPENDS - 1).length());
    Arrays.fill(untilTheLast, last, last + 100, (byte) 0);
    Files.write(log, untilTheLast);
    try (S2Lite store = S2Lite.open(directory)) {
      S2Stream stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      List<String> whole = IntStream.range(0, APPENDS - 1).mapToObj(DamagedLogTest::body).toList();
      assertThat(Fixture.everything(stream)).isEqualTo(whole);
      stream.append(Fixture.batch("after"));
    }
  }

  private void append() {
    try (S2Lite store = S2Lite.open(directory)) {
      store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
      store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
      S2Stream stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      for (int i = 0; i < APPENDS; i++) {
        stream.append(Fixture.batch(body(i)));
      }
    }
  }

  private static String body(int i) {
    return "record-" + i + "-".repeat(500);
  }

  private Path log() throws IOException {
    try (var files = Files.list(directory.resolve("db"))) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }
}
