package dev.weir.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// S2's own TypeScript SDK, unchanged from npm, on Weir's S2 API. The tests are in
/// `src/test/js/sdk`; S2's own servers pass them too.
@ExtendWith(Interop.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TypeScriptSdkTest {
  private static final Map<String, String> S2S = Map.of("S2_TRANSPORT", "s2s");
  private static final Map<String, String> FETCH = Map.of("S2_TRANSPORT", "fetch");
  private static final Map<String, String> S2S_GZIP =
      Map.of("S2_TRANSPORT", "s2s", "S2_COMPRESSION", "gzip");

  @TestFactory
  Stream<DynamicTest> basins(Weir weir, Node node) {
    return run("basins", weir, node, S2S);
  }

  @TestFactory
  Stream<DynamicTest> streams(Weir weir, Node node) {
    return run("streams", weir, node, S2S);
  }

  @TestFactory
  Stream<DynamicTest> records(Weir weir, Node node) {
    return run("records", weir, node, S2S);
  }

  @TestFactory
  Stream<DynamicTest> metrics(Weir weir, Node node) {
    return run("metrics", weir, node, S2S);
  }

  @TestFactory
  Stream<DynamicTest> sessions_overS2s(Weir weir, Node node) {
    return run("sessions", weir, node, S2S);
  }

  @TestFactory
  Stream<DynamicTest> sessions_overCompressedS2s(Weir weir, Node node) {
    return run("sessions", weir, node, S2S_GZIP);
  }

  @TestFactory
  Stream<DynamicTest> sessions_overFetch(Weir weir, Node node) {
    return run("sessions", weir, node, FETCH);
  }

  @TestFactory
  Stream<DynamicTest> encryption_overS2s(Weir weir, Node node) {
    return run("encryption", weir, node, S2S);
  }

  @TestFactory
  Stream<DynamicTest> encryption_overFetch(Weir weir, Node node) {
    return run("encryption", weir, node, FETCH);
  }

  @TestFactory
  Stream<DynamicTest> sessions_overTls(Node node, @TempDir Path directory) throws Exception {
    var tls = SelfSigned.in(directory);
    var trusted = new HashMap<>(S2S);
    trusted.put("NODE_EXTRA_CA_CERTS", tls.certificate().toString());
    try (var weir =
        Weir.start(
            directory.resolve("data"),
            "--tls-cert",
            tls.certificate().toString(),
            "--tls-key",
            tls.key().toString())) {
      return run("sessions", weir, node, trusted);
    }
  }

  @TestFactory
  Stream<DynamicTest> accessTokens(Node node, @TempDir Path directory) throws Exception {
    var rootToken = "root-0123456789abcdef0123456789abcdef";
    var file = Files.writeString(directory.resolve("root-token"), rootToken);
    var knowing = new HashMap<>(S2S);
    knowing.put("S2_ACCESS_TOKEN", rootToken);
    try (var weir = Weir.start(directory.resolve("data"), "--root-token-file", file.toString())) {
      return run("access", weir, node, knowing);
    }
  }

  private static Stream<DynamicTest> run(
      String file, Weir weir, Node node, Map<String, String> environment) {
    var command =
        new ProcessBuilder(node.testCommand("sdk/reporter.mjs", "sdk/" + file + ".test.mjs"));
    command.environment().putAll(environment);
    command.environment().put("S2_ENDPOINT", weir.base().toString());
    return ForeignTests.run(file + ".test.mjs", command);
  }
}
