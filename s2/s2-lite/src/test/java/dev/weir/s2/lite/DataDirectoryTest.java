package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.ListRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path directory;

  @Test
  void open_ofANewDirectory_createsItAndKeepsWhatIsWritten() {
    Path nested = directory.resolve("a/b");
    try (S2Lite store = S2Lite.open(nested)) {
      store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
    }
    assertThat(nested.resolve("FORMAT")).hasContent("weir-s2-lite 1");
    try (S2Lite store = S2Lite.open(nested)) {
      assertThat(store.listBasins(ListRequest.ALL).items()).hasSize(1);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void open_ofANewDirectory_letsNobodyElseIn() throws IOException {
    Path data = directory.resolve("a/data");
    try (S2Lite store = S2Lite.open(data)) {
      store.backup(directory.resolve("backup"));
    }
    S2Lite.restore(directory.resolve("backup"), directory.resolve("restored"));

    for (String made : List.of("a/data", "backup", "restored")) {
      assertThat(permissions(directory.resolve(made))).as(made).isEqualTo("rwx------");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void open_ofADirectoryThatIsThere_leavesItsPermissions() throws IOException {
    Path shared = Files.createDirectory(directory.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-x---"));
    S2Lite.open(shared).close();

    assertThat(permissions(shared)).isEqualTo("rwxr-x---");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void open_twice_isRefusedWhileTheFirstIsOpen() {
    S2Lite first = S2Lite.open(directory);
    assertThatThrownBy(() -> S2Lite.open(directory))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("is in use");
    first.close();
    first.close();
    S2Lite.open(directory).close();
  }

  @Test
  void open_refusedInThisProcess_leavesTheLockAgainstOthers() throws Exception {
    try (S2Lite store = S2Lite.open(directory)) {
      Path otherName = Files.createSymbolicLink(directory.resolveSibling("link"), directory);
      assertThatThrownBy(() -> S2Lite.open(otherName)).hasMessageContaining("this process");
      assertThat(openElsewhere()).contains("another process has it open");
      assertThat(store.isHealthy()).isTrue();
      Files.delete(otherName);
    }
    assertThat(openElsewhere()).isEqualTo("opened");
  }

  private String openElsewhere() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output = process.inputReader()) {
      return String.valueOf(output.readLine());
    }
  }

  /// Opens and closes the store, and prints how that went.
  static final class Opener {
    private Opener() {}

    public static void main(String[] args) {
      try {
        S2Lite.open(Path.of(args[0])).close();
        System.out.println("opened");
      } catch (DataDirectoryException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void open_ofAForeignDirectory_isRefusedAndChangesNothing() throws IOException {
    Files.writeString(directory.resolve("holiday.jpg"), "x");
    assertThatThrownBy(() -> S2Lite.open(directory))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("is not empty");
    assertThat(directory).isDirectoryNotContaining(file -> file.endsWith("LOCK"));
  }

  @Test
  void open_ofAnotherProgramsFormat_isRefused() throws IOException {
    Files.writeString(directory.resolve("FORMAT"), "something else\n");
    assertThatThrownBy(() -> S2Lite.open(directory))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("was not written by this program");
  }

  @Test
  void open_ofANewerFormat_isRefused() throws IOException {
    S2Lite.open(directory).close();
    Files.writeString(directory.resolve("FORMAT"), "weir-s2-lite 2\n");
    assertThatThrownBy(() -> S2Lite.open(directory))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("format version 2");
  }

  @Test
  void open_afterACrashBeforeTheFormatWasThere_startsAnew() throws IOException {
    Files.writeString(directory.resolve("LOCK"), "");
    Files.writeString(directory.resolve("FORMAT.new"), "weir");
    S2Lite.open(directory).close();
    assertThat(directory.resolve("FORMAT")).hasContent("weir-s2-lite 1");
  }

  @Test
  void close_endsEveryThread() {
    S2Lite.open(directory).close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("s2-lite-"));
    assertThatThrownBy(() -> S2Lite.open(directory.resolve("FORMAT")))
        .isInstanceOf(DataDirectoryException.class);
  }

  @Test
  void call_afterClose_saysWhatIsClosed() {
    S2Lite store = S2Lite.open(directory);
    store.close();
    assertThatThrownBy(() -> store.listBasins(ListRequest.ALL))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the store in " + directory + " is closed");
  }
}
