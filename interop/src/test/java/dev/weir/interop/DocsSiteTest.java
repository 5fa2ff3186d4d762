package dev.weir.interop;

import java.nio.file.Path;
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
    var command =
        Chromium.testsOrSkip("the documentation's site", SITE.resolve("test/site.test.mjs"));
    return ForeignTests.run("site", command);
  }
}
