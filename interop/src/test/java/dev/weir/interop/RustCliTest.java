package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// S2's command line program, and so its Rust SDK, on Weir's S2 API.
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RustCliTest {
  private static final AtomicInteger BASINS = new AtomicInteger();

  private final Weir weir;
  private final RustCli cli;

  /// What it costs to install the program is no part of a test's time.
  RustCliTest(@TempDir Path home) {
    cli = Peer.orSkip("the tests with S2's Rust client", RustCli::install);
    weir = Weir.onTemporaryData();
    s2 = cli.at(weir, home);
  }

  private final RustCli s2;

  @AfterAll
  void stop() {
    weir.close();
  }

  private String newBasin(String... options) {
    var basin = "cli-basin-" + BASINS.incrementAndGet();
    var command = new ArrayList<>(List.of("create-basin", basin));
    command.addAll(List.of(options));
    s2.succeed(command.toArray(String[]::new));
    return basin;
  }

  private String newStream(String... basinOptions) {
    var uri = "s2://" + newBasin(basinOptions) + "/orders";
    s2.succeed("create-stream", uri);
    return uri;
  }

  private RustCli.Result append(String uri, String lines, String... options) {
    var command = new ArrayList<>(List.of("append", uri));
    command.addAll(List.of(options));
    return s2.run(lines, command.toArray(String[]::new));
  }

  private void mustAppend(String uri, String lines) {
    var result = append(uri, lines);
    assertThat(result.status()).as(result.toString()).isZero();
  }

  @Test
  @Timeout(60)
  void basin_isCreatedListedReconfiguredAndDeleted() {
    var basin = newBasin("--create-stream-on-append");
    assertThat(s2.succeed("list-basins", "--prefix", basin)).contains(basin);
    assertThat(s2.succeed("get-basin-config", basin))
        .containsPattern("create_stream_on_append \\| +true")
        .containsPattern("create_stream_on_read +\\| +false");
    assertThat(s2.succeed("reconfigure-basin", basin, "--create-stream-on-read", "true"))
        .containsPattern("create_stream_on_append \\| +true")
        .containsPattern("create_stream_on_read +\\| +true");
    s2.succeed("delete-basin", basin);
    var missing = s2.run("", "get-basin-config", "never-was-there");
    assertThat(missing.status()).isNotZero();
    assertThat(missing.err()).contains("basin_not_found");
  }

  @Test
  @Timeout(60)
  void stream_isCreatedListedReconfiguredAndDeleted() {
    var basin = newBasin();
    var uri = "s2://" + basin + "/orders";
    s2.succeed("create-stream", uri, "--retention-policy", "3d");
    assertThat(s2.succeed("ls", basin)).contains(uri);
    assertThat(s2.succeed("get-stream-config", uri)).contains("3days", "express", "client-prefer");
    assertThat(
            s2.succeed(
                "reconfigure-stream",
                uri,
                "--retention-policy",
                "infinite",
                "--storage-class",
                "standard"))
        .contains("Infinite", "standard", "client-prefer");
    s2.succeed("delete-stream", uri);
    var gone = s2.run("", "get-stream-config", uri);
    assertThat(gone.status()).isNotZero();
    assertThat(gone.err()).containsAnyOf("stream_deletion_pending", "stream_not_found");
  }

  @Test
  @Timeout(60)
  void lines_areAppendedReadAndTailed() {
    var uri = newStream();
    assertThat(append(uri, "a\nb\nc\nd\n").err()).contains("0..4");
    assertThat(s2.succeed("check-tail", uri)).startsWith("4 @ ");
    assertThat(s2.succeed("read", uri, "--seq-num", "1", "--count", "2")).isEqualTo("b\nc\n");
    assertThat(s2.succeed("read", uri, "--tail-offset", "1", "--count", "1")).isEqualTo("d\n");
    assertThat(s2.succeed("tail", uri, "--lines", "2")).isEqualTo("c\nd\n");
    assertThat(s2.succeed("read", uri, "-s", "0", "--count", "1", "--format", "json"))
        .contains("\"seq_num\":0", "\"body\":\"a\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  @Timeout(60)
  void aMegabyteOfLines_comesBackAsItWas_underCompression(String algorithm) {
    var uri = newStream();
    var lines = "all work and no play makes a dull stream\n".repeat(25_000);
    var compressed = s2.with(Map.of("S2_COMPRESSION", algorithm));
    var result = compressed.run(lines, "append", uri);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(compressed.succeed("read", uri, "-s", "0", "--count", "25000")).isEqualTo(lines);
  }

  @Test
  @Timeout(60)
  void read_followsWhatIsAppendedLater() throws IOException {
    var uri = newStream();
    mustAppend(uri, "a\n");
    var reading = s2.start("read", uri, "-s", "0");
    try (var lines = reading.inputReader(UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("a");
      mustAppend(uri, "b\nc\n");
      assertThat(lines.readLine()).isEqualTo("b");
      assertThat(lines.readLine()).isEqualTo("c");
    } finally {
      reading.destroyForcibly();
    }
  }

  @Test
  @Timeout(60)
  void conditions_areToldWithWhatTheServerHas() {
    var uri = newStream();
    mustAppend(uri, "a\n");
    assertThat(append(uri, "b\n", "--match-seq-num", "0").err())
        .contains("sequence number mismatch, expected: 1");
    s2.succeed("fence", uri, "mine");
    assertThat(append(uri, "b\n", "--fencing-token", "theirs").err())
        .contains("fencing token mismatch, expected: mine");
    assertThat(append(uri, "b\n", "--fencing-token", "mine", "--match-seq-num", "2").status())
        .isZero();
    s2.succeed("trim", uri, "2");
    assertThat(s2.succeed("check-tail", uri)).startsWith("4 @ ");
    assertThat(s2.succeed("read", uri, "-s", "2", "--count", "1")).isEqualTo("b\n");
  }

  @Test
  @Timeout(60)
  void encryptedStream_isReadWithItsKeyAlone() {
    var uri = newStream("--stream-cipher", "aes-256-gcm");
    var mine = s2.with(Map.of("S2_ENCRYPTION_KEY", key(7)));
    assertThat(mine.run("secret\n", "append", uri).status()).isZero();
    assertThat(mine.succeed("read", uri, "-s", "0", "--count", "1")).isEqualTo("secret\n");
    var theirs = s2.with(Map.of("S2_ENCRYPTION_KEY", key(8)));
    assertThat(theirs.run("", "read", uri, "-s", "0", "--count", "1").err()).contains("decryption");
    assertThat(s2.run("", "read", uri, "-s", "0", "--count", "1").err()).contains("encryption key");
  }

  private static String key(int fill) {
    var key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }

  @Test
  @Timeout(60)
  void applied_fileOfResources_isThere_andAppliedAgainChangesNothing(@TempDir Path directory)
      throws IOException {
    var basin = "applied-" + BASINS.incrementAndGet();
    var file =
        Files.writeString(
            directory.resolve("resources.json"),
            """
            {"basins": [{"name": "%s",
              "config": {"create_stream_on_append": true,
                         "default_stream_config": {"retention_policy": "2days"}},
              "streams": [{"name": "orders", "config": {"storage_class": "standard"}},
                          {"name": "events"}]}]}
            """
                .formatted(basin));
    s2.succeed("apply", "-f", file.toString());
    assertThat(s2.succeed("ls", basin)).contains("/orders", "/events");
    assertThat(s2.succeed("get-stream-config", "s2://" + basin + "/orders"))
        .contains("standard", "2days");
    var again = s2.run("", "apply", "-f", file.toString());
    assertThat(again.status()).isZero();
    assertThat(again.out() + again.err()).containsIgnoringCase("unchanged");
  }

  @Test
  @Timeout(90)
  void bench_findsEveryRecordItAppended() {
    var basin = newBasin();
    var result = s2.run("", "bench", basin, "--target-mibps", "4", "--duration", "3s", "-w", "0s");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).contains("Write: ", "Read: ", "Catchup: ");
  }
}
