package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the web apps are built of. Maven's own rule in the root `pom.xml` does the same for jars.
class PackageLocksTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A package of a lock file.
  private record Locked(String name, String version, String integrity) {}

  /// @param free the first version that has no such vulnerability, in its major line
  private record Vulnerable(String name, String free) {
    boolean covers(Locked locked) {
      return locked.name().equals(name) && isOlder(locked.version(), free);
    }
  }

  /// Of one major version: what came before or after it has a line of its own, or none.
  private static boolean isOlder(String version, String free) {
    int[] is = numbers(version);
    int[] must = numbers(free);
    return is[0] == must[0] && Arrays.compare(is, must) < 0;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.replaceFirst("[-+].*", "").split("\\.", -1))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static List<Locked> packages(Path lockFile) throws IOException {
    var packages = new ArrayList<Locked>();
    JSON.readTree(Repository.ROOT.resolve(lockFile).toFile())
        .path("packages")
        .properties()
        .forEach(entry -> {
          String name = entry.getKey().replaceFirst(".*node_modules/", "");
          String version = entry.getValue().path("version").asText();
          if (!name.isEmpty()) { // the project itself
            packages.add(new Locked(name, version, entry.getValue().path("integrity").asText()));
          }
        });
    return packages;
  }

  private static List<Vulnerable> vulnerable() throws IOException {
    return list(false).map(words -> new Vulnerable(words[0], words[1])).toList();
  }

  /// What is known and borne, each with its reason.
  private static boolean isBorne(Path lockFile, Locked locked) throws IOException {
    return list(true)
        .anyMatch(words ->
            words[1].equals(lockFile.toString())
                && words[2].equals(locked.name())
                && words[3].equals(locked.version()));
  }

  private static Stream<String[]> list(boolean borne) throws IOException {
    return Files.readAllLines(Repository.ROOT.resolve("js/vulnerable.txt")).stream()
        .filter(line -> !line.startsWith("#") && line.startsWith("!") == borne)
        .map(line -> line.split("\\s+", -1));
  }

  static List<Path> lockFiles() throws IOException {
    return Repository.files("(.*/)?package-lock\\.json").stream()
        .map(Repository.ROOT::relativize)
        .toList();
  }

  @Test
  void lockFiles_ofTheWholeProject_areFound() throws IOException {
    assertThat(lockFiles()).contains(Path.of("console/package-lock.json")).hasSizeGreaterThan(7);
  }

  @ParameterizedTest
  @MethodSource("lockFiles")
  void packages_ofALockFile_haveNoKnownVulnerability_andAreHeldByTheirHash(Path lockFile)
      throws IOException {
    List<Vulnerable> vulnerable = vulnerable();
    assertThat(vulnerable).isNotEmpty();
    assertThat(packages(lockFile))
        .isNotEmpty()
        .allSatisfy(locked -> {
          if (!isBorne(lockFile, locked)) {
            assertThat(vulnerable).noneMatch(known -> known.covers(locked));
          }
          assertThat(locked.integrity()).as(locked.name()).startsWith("sha512-");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "7.16.0, 7.29.0, true",
    "7.29.0, 7.29.0, false",
    "7.100.0, 7.29.0, false",
    "8.0.0, 7.29.0, false",
    "6.9.9, 7.29.0, false",
    "7.28.9-beta.1, 7.29.0, true",
  })
  void version_isOlder_inItsOwnMajorLine(String version, String free, boolean older) {
    assertThat(isOlder(version, free)).isEqualTo(older);
  }
}
