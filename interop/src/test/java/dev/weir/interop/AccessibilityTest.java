package dev.weir.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The pages of the console and of the demo, for people who use a screen reader or no mouse. The
/// tests are in `accessibility.test.mjs`.
@ExtendWith(Interop.class)
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AccessibilityTest {
  @TestFactory
  Stream<DynamicTest> inABrowser(Node node) throws JsonProcessingException {
    BuiltPages.CONSOLE.orSkip();
    BuiltPages.DEMO.orSkip();
    var command =
        Chromium.testsOrSkip(
            "the pages for people with a screen reader",
            node.project().resolve("accessibility.test.mjs"));
    var json = new ObjectMapper();
    command.environment().put("WEIR_UP", json.writeValueAsString(Weir.program("up")));
    command.environment().put("WEIR_DEMO", json.writeValueAsString(Weir.program("demo")));
    return ForeignTests.run("accessibility", command);
  }
}
