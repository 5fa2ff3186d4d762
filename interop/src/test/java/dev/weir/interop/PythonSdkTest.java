package dev.weir.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// S2's own Python SDK, unchanged from PyPI, on Weir's S2 API. The tests are in `src/test/python`;
/// S2's own server passes them too.
@Tag("peers")
class PythonSdkTest {
  private static final String VERSION = "0.13.0";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TestFactory
  Stream<DynamicTest> python() {
    var python = Peer.orSkip("the tests with S2's Python client", PythonSdkTest::install);
    try (var weir = Weir.onTemporaryData()) {
      var file = Path.of("src", "test", "python", "sdk_test.py").toAbsolutePath();
      var command = new ProcessBuilder(python.toString(), file.toString());
      command.environment().put("S2_ENDPOINT", weir.base().toString());
      return ForeignTests.run("sdk_test.py", command);
    }
  }

  /// The Python of an environment that has the pinned version, from the cache or made anew.
  private static Path install() throws Peer.MissingException, IOException {
    var environment = Peer.cache().resolve("s2-sdk-" + VERSION);
    var python = environment.resolve("bin").resolve("python");
    var complete = environment.resolve("complete");
    if (!Files.exists(complete)) {
      Peer.install(
          "a Python environment",
          PATIENCE,
          List.of("python3", "-m", "venv", "--clear", environment.toString()));
      Peer.install(
          "s2-sdk " + VERSION + " (PyPI)",
          PATIENCE,
          List.of(
              python.toString(),
              "-m",
              "pip",
              "install",
              "--disable-pip-version-check",
              "s2-sdk==" + VERSION));
      Files.createFile(complete);
    }
    return python;
  }
}
