package dev.weir.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// `weir demo` in a browser. The tests are beside the web app, in `examples/todomvc-web/test`.
@ExtendWith(Interop.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoTest {
  private static final Path APP =
      Path.of("..", "examples", "todomvc-web").toAbsolutePath().normalize();

  @TestFactory
  Stream<DynamicTest> inTwoBrowsers() throws JsonProcessingException {
    BuiltPages.DEMO.orSkip();
    var command = Chromium.testsOrSkip("the demo", APP.resolve("test/demo.test.mjs"));
    command
        .environment()
        .put("WEIR_DEMO", new ObjectMapper().writeValueAsString(Weir.program("demo")));
    return ForeignTests.run("demo", command);
  }
}
