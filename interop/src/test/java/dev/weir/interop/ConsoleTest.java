package dev.weir.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
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
    var command = Chromium.testsOrSkip("the console", PAGES.resolve("test/console.test.mjs"));
    command.environment().put("WEIR_UP", new ObjectMapper().writeValueAsString(Weir.program("up")));
    return ForeignTests.run("console", command);
  }
}
