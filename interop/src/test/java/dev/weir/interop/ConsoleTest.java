package dev.weir.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

/// The console in a browser. The tests are beside its pages, in `console/test`.
@ExtendWith(Interop.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleTest {
  private static final Path PAGES = Path.of("..", "console").toAbsolutePath().normalize();

  @TestFactory
  Stream<DynamicTest> inABrowser() throws JsonProcessingException {
    requireSite();
    var chromium = Chromium.orSkip("the console");
    var reporter = Path.of("src", "test", "js", "sdk", "reporter.mjs").toAbsolutePath().toUri();
    var words =
        List.of(
            "node",
            "--test",
            "--test-reporter=" + reporter,
            PAGES.resolve("test/console.test.mjs").toString());
    var command = new ProcessBuilder(words);
    command.environment().put("CHROMIUM", chromium.toString());
    command.environment().put("WEIR_UP", new ObjectMapper().writeValueAsString(Weir.program("up")));
    return ForeignTests.run("console", command);
  }

  /// The build leaves the pages out unless it is asked for them, as `./weir test` does.
  static void requireSite() {
    if (ConsoleTest.class.getClassLoader().getResource("dev/weir/console/index.html") == null) {
      var missing = "the console. Its pages were not built: run Maven with -Dweir.console";
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException("INTEROP FAILED: CI must not skip " + missing);
      }
      System.out.println("INTEROP SKIPPED: " + missing);
      throw new TestAbortedException("INTEROP SKIPPED: " + missing);
    }
  }
}
