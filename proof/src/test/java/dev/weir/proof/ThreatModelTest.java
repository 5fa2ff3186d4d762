package dev.weir.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The threat model names a test for each claim, and they are there.
class ThreatModelTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyClaim_namesTestsThatAreThere() throws IOException {
    List<String> claims =
        Files.readString(ROOT.resolve("docs/threat-model.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("| claim |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(claims).hasSizeGreaterThan(20);
    List<Path> tests = tests();
    for (String claim : claims) {
      List<MatchResult> named = NAMED.matcher(claim).results().toList();
      assertThat(named).as(claim).isNotEmpty();
      for (MatchResult test : named) {
        assertThat(isThere(tests, test.group(1), test.group(2))).as(test.group()).isTrue();
      }
    }
  }

  private static boolean isThere(List<Path> tests, String type, String method) throws IOException {
    // With no empty line from the annotation to the name.
    var annotated =
        Pattern.compile(
            "@(Test|ParameterizedTest)\\b((?!\\n\\n)[\\s\\S])*?\\bvoid " + method + "\\(");
    for (Path test : tests) {
      if (test.endsWith(type + ".java") && annotated.matcher(Files.readString(test)).find()) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> tests() throws IOException {
    try (var files = Files.walk(ROOT, 16)) {
      return files
          .filter(file -> file.toString().contains("src/test/java") && Files.isRegularFile(file))
          .toList();
    }
  }
}
