package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The threat model names a test for each claim, and they are there.
@NullMarked
class ThreatModelTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyClaim_namesTestsThatAreThere() throws IOException {
    List<String> claims =
        Files.readString(Repository.ROOT.resolve("docs/threat-model.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("| claim |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(claims).hasSizeGreaterThan(20);
    var tests = NamedTests.all();
    for (String claim : claims) {
      List<MatchResult> named = NAMED.matcher(claim).results().toList();
      assertThat(named).as(claim).isNotEmpty();
      for (MatchResult test : named) {
        assertThat(tests.hasMethod(test.group(1), test.group(2))).as(test.group()).isTrue();
      }
    }
  }
}
