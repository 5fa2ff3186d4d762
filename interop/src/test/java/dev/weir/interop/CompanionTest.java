package dev.weir.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The companion package `js/weir-sync`, whose directory `test` has the tests: for each fault that
/// it mends, that a stock client has it, and that the companion does not.
@ExtendWith(Interop.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompanionTest {
  private static final String AT_ONCE = "--test-concurrency=4"; // they mostly wait

  /// The package, installed and built once.
  static final class Built {
    static final Node PACKAGE =
        Node.install(Path.of("..", "js", "weir-sync").toAbsolutePath().normalize()).build();
  }

  @TestFactory
  Stream<DynamicTest> inNode(Weir weir, Node node) {
    return run(weir, node, Map.of(), "outage", "reach", "refusal", "live", "writers");
  }

  @TestFactory
  Stream<DynamicTest> inABrowser(Weir weir, Node node) {
    var chromium = Chromium.orSkip("the companion in a browser");
    return run(weir, node, Map.of("CHROMIUM", chromium.toString()), "browser");
  }

  @TestFactory
  Stream<DynamicTest> atAWeirThatWantsTokens(Node node, @TempDir Path directory)
      throws IOException {
    var token = "0123456789abcdef0123456789abcdef";
    var tokens = directory.resolve("tokens");
    Files.writeString(tokens, "tester read-write companion-* " + token + "\n");
    try (var weir = Weir.start(directory.resolve("data"), "--sync-tokens", tokens.toString())) {
      return run(weir, node, Map.of("WEIR_TOKEN", token), "access");
    }
  }

  private static Stream<DynamicTest> run(
      Weir weir, Node node, Map<String, String> environment, String... files) {
    var reporter = "--test-reporter=" + node.project().resolve("sdk/reporter.mjs").toUri();
    var words = new ArrayList<>(List.of("node", "--test", AT_ONCE, reporter));
    for (var file : files) {
      words.add(Built.PACKAGE.project().resolve("test/" + file + ".test.mjs").toString());
    }
    var command = new ProcessBuilder(words);
    command.environment().putAll(environment);
    command.environment().put("WEIR_ENDPOINT", weir.endpoint());
    return ForeignTests.run("weir-sync " + String.join(", ", files), command);
  }
}
