package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// That the list of what is shown about S2 names tests that exist.
@NullMarked
class ConformanceListTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:\\.test\\.mjs)?)#([^`]+)`");

  /// Every line of every test, behind its file's name.
  private static final String TESTS = readTests();

  @Test
  void everyTestOfTheList_exists() throws IOException {
    var list = Files.readString(ROOT.resolve("docs/s2-conformance.md"));
    var named = TEST.matcher(list).results().toList();
    assertThat(named).hasSizeGreaterThan(100);

    assertThat(named.stream().filter(test -> !exists(test)).map(MatchResult::group)).isEmpty();
  }

  private static boolean exists(MatchResult test) {
    var isJava = !test.group(1).endsWith(".mjs");
    var file = isJava ? test.group(1) + ".java" : test.group(1);
    var sign = isJava ? " " + test.group(2) + "(" : test.group(2);
    return TESTS.lines().anyMatch(line -> line.startsWith(file + ":") && line.contains(sign));
  }

  private static String readTests() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().matches(".*/src/test/.*(Test\\.java|\\.test\\.mjs)"))
          .filter(file -> !file.toString().contains("node_modules"))
          .flatMap(ConformanceListTest::lines)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().map(line -> file.getFileName() + ":" + line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
