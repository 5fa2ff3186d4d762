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

/// The console in a browser. The tests are beside its pages, in `console/test`.
@ExtendWith(Interop.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConsoleTest {
  private static final Path PAGES = Path.of("..", "console").toAbsolutePath().normalize();

  @TestFactory
  Stream<DynamicTest> inABrowser() throws JsonProcessingException {
    BuiltPages.CONSOLE.orSkip();
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
}
