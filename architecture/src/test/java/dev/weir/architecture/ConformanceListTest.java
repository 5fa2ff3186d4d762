package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// That the list of what is shown about S2 names tests that exist.
@NullMarked
class ConformanceListTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:\\.test\\.mjs)?)#([^`]+)`");

  @Test
  void everyTestOfTheList_exists() throws IOException {
    var list = Files.readString(Repository.ROOT.resolve("docs/s2-conformance.md"));
    var named = TEST.matcher(list).results().toList();
    assertThat(named).hasSizeGreaterThan(100);

    var tests = NamedTests.all();
    assertThat(named.stream().filter(test -> !exists(test, tests)).map(MatchResult::group))
        .isEmpty();
  }

  private static boolean exists(MatchResult test, NamedTests tests) {
    var file = test.group(1);
    return file.endsWith(".mjs")
        ? tests.hasTitle(file, test.group(2))
        : tests.hasMethod(file, test.group(2));
  }
}
