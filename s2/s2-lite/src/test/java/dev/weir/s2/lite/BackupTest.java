package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BackupTest {
  private static final int STREAMS = 8;
  private static final int ACKED_BEFORE = 200;

  @TempDir Path parent;

  @Test
  void restore_ofABackupMadeUnderLoad_hasAllThatWasAckedBeforeAndWholePrefixes() throws Exception {
    Path backup = parent.resolve("backup");
    var written = new AtomicIntegerArray(STREAMS);
    int[] acked;
    try (S2Lite store = open("data")) {
      var stop = new AtomicBoolean();
      var underWay = new CountDownLatch(STREAMS * ACKED_BEFORE);
      var appenders = new ArrayList<CompletableFuture<?>>();
      for (int i = 0; i < STREAMS; i++) {
        int number = i;
        store.basin(Fixture.BASIN).createStream(name(i), StreamConfig.UNSET);
        appenders.add(async(() -> append(store, number, written, underWay, stop)));
      }
      assertThat(underWay.await(60, TimeUnit.SECONDS)).isTrue();
      acked = IntStream.range(0, STREAMS).map(written::get).toArray();
      store.backup(backup);
      stop.set(true);
      for (CompletableFuture<?> appender : appenders) {
        appender.get(60, TimeUnit.SECONDS);
      }
    }
    S2Lite.restore(backup, parent.resolve("restored"));
    try (S2Lite restored = S2Lite.open(parent.resolve("restored"))) {
      for (int i = 0; i < STREAMS; i++) {
        S2Stream stream = restored.basin(Fixture.BASIN).stream(name(i));
        List<String> bodies = everything(stream);
        assertThat(bodies.size()).isBetween(acked[i], written.get(i) + 1);
        assertThat(bodies)
            .isEqualTo(IntStream.range(0, bodies.size()).mapToObj(Integer::toString).toList());
        assertThat(stream.append(batch("next")).start().seqNum()).isEqualTo(bodies.size());
      }
    }
  }

  @Test
  void restore_leavesTheBackupAsItWas_soThatItRestoresAgain() throws Exception {
    backupOf("a", "b");
    S2Lite.restore(parent.resolve("backup"), parent.resolve("one"));
    try (S2Lite one = S2Lite.open(parent.resolve("one"))) {
      stream(one).append(batch("c"));
    }
    S2Lite.restore(parent.resolve("backup"), parent.resolve("two"));
    try (S2Lite two = S2Lite.open(parent.resolve("two"))) {
      assertThat(everything(stream(two))).containsExactly("a", "b");
    }
  }

  @Test
  void backup_intoADirectoryThatIsNotEmpty_isRefusedAndChangesNothing() throws Exception {
    Path target = Files.createDirectory(parent.resolve("full"));
    Files.writeString(target.resolve("mine"), "mine");
    try (S2Lite store = open("data")) {
      assertThatThrownBy(() -> store.backup(target))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("not empty");
    }
    assertThat(list(target)).containsExactly("mine");
  }

  @Test
  void restore_overAStore_isRefused() throws Exception {
    backupOf("a");
    assertThatThrownBy(() -> S2Lite.restore(parent.resolve("backup"), parent.resolve("data")))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("not empty");
    try (S2Lite store = S2Lite.open(parent.resolve("data"))) {
      assertThat(everything(stream(store))).containsExactly("a");
    }
  }

  @Test
  void restore_ofAnInterruptedBackup_isRefused() throws Exception {
    backupOf("a");
    Files.delete(parent.resolve("backup").resolve("BACKUP"));
    assertThatThrownBy(() -> S2Lite.restore(parent.resolve("backup"), parent.resolve("restored")))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("interrupted");
    assertThat(parent.resolve("restored")).doesNotExist();
  }

  @Test
  void restore_ofADamagedBackup_namesTheFileAndLeavesNothingThatOpens() throws Exception {
    backupOf("a");
    Path table;
    try (var files = Files.list(parent.resolve("backup").resolve("db"))) {
      table = files.filter(file -> file.toString().endsWith(".sst")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length / 2] ^= 1;
    Files.write(table, bytes);
    Path restored = parent.resolve("restored");
    assertThatThrownBy(() -> S2Lite.restore(parent.resolve("backup"), restored))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(table.toString())
        .hasMessageContaining("damaged");
    assertThat(list(restored)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "../x",
        "/etc/passwd",
        "..\\x",
        "C:x",
        "a\u0000b",
        ".hidden",
        "",
        "a\tb"
      })
  void restore_ofABackupWithANameThatLeadsElsewhere_isRefused(String name) throws Exception {
    backupOf("a");
    Path manifest = parent.resolve("backup").resolve("BACKUP");
    String forged = "0".repeat(64) + " 1 " + name + "\nend";
    Files.writeString(
        manifest,
        Files.readString(manifest).replaceFirst("end\\s*$", Matcher.quoteReplacement(forged)));

    assertThatThrownBy(() -> S2Lite.restore(parent.resolve("backup"), parent.resolve("restored")))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("damaged");
    assertThat(parent.resolve("restored")).doesNotExist();
  }

  @Test
  void open_ofABackup_isRefused() {
    backupOf("a");
    assertThatThrownBy(() -> S2Lite.open(parent.resolve("backup")))
        .isInstanceOf(DataDirectoryException.class);
  }

  @Test
  void backup_ofAStoreInMemory_isRefusedAndLeavesNothing() throws Exception {
    try (S2Lite store = S2Lite.inMemory()) {
      assertThatThrownBy(() -> store.backup(parent.resolve("backup")))
          .hasMessageContaining("in memory");
    }
    assertThat(list(parent.resolve("backup"))).isEmpty();
  }

  private void backupOf(String... bodies) {
    try (S2Lite store = open("data")) {
      store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
      for (String body : bodies) {
        stream(store).append(batch(body));
      }
      store.backup(parent.resolve("backup"));
    }
  }

  private S2Lite open(String name) {
    S2Lite store = S2Lite.open(parent.resolve(name));
    store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
    return store;
  }

  private static boolean append(
      S2Lite store,
      int number,
      AtomicIntegerArray written,
      CountDownLatch underWay,
      AtomicBoolean stop) {
    S2Stream stream = store.basin(Fixture.BASIN).stream(name(number));
    for (int i = 0; !stop.get(); i++) {
      stream.append(batch(Integer.toString(i)));
      written.set(number, i + 1);
      if (i < ACKED_BEFORE) {
        underWay.countDown();
      }
    }
    return true;
  }

  private static StreamName name(int number) {
    return new StreamName("stream-" + number);
  }

  private static S2Stream stream(S2Lite store) {
    return store.basin(Fixture.BASIN).stream(Fixture.STREAM);
  }

  private static List<String> list(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
