package dev.weir.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The documentation's site in a browser. The tests are beside it, in `site/test`.
@ExtendWith(Interop.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DocsSiteTest {
  private static final Path SITE = Path.of("..", "site").toAbsolutePath().normalize();

  @TestFactory
  Stream<DynamicTest> inABrowser() {
    BuiltPages.DOCS.orSkip();
    var chromium = Chromium.orSkip("the documentation's site");
    var reporter = Path.of("src", "test", "js", "sdk", "reporter.mjs").toAbsolutePath().toUri();
    var command =
        new ProcessBuilder(
            List.of(
                "node",
                "--test",
                "--test-reporter=" + reporter,
                SITE.resolve("test/site.test.mjs").toString()));
    command.environment().put("CHROMIUM", chromium.toString());
    return ForeignTests.run("site", command);
  }
}
