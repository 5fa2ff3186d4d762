package dev.weir.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.app.CommandRun;
import dev.weir.app.Weir;
import dev.weir.app.exit.InvalidOptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path directory;
  private String file = "";

  private void file(String... lines) throws Exception {
    file = Files.write(directory.resolve("weir.conf"), List.of(lines)).toString();
  }

  private List<String> applied(Map<String, String> environment, String... args) {
    var words = new ArrayList<>(List.of(args));
    if (!file.isEmpty()) {
      words.addFirst("--config=" + file);
    }
    var applied =
        new ArrayList<>(
            List.of(Settings.of(Weir.commandLine(), words, environment).applied(words)));
    applied.removeIf(word -> word.startsWith("--config"));
    return applied;
  }

  @Test
  void aValue_comesFromTheCommandLineBeforeTheEnvironmentBeforeTheFile() throws Exception {
    assertThat(applied(Map.of(), "up")).containsExactly("up");
    file("port = 1", "up.host = localhost", "stores.basin = other-basin", "host = elsewhere");
    var environment = Map.of("WEIR_PORT", "2");

    assertThat(applied(Map.of(), "up"))
        .containsExactlyInAnyOrder("up", "--port=1", "--host=localhost");
    assertThat(applied(environment, "up")).contains("--port=2").doesNotContain("--port=1");
    assertThat(applied(environment, "up", "--port=3"))
        .containsExactlyInAnyOrder("up", "--host=localhost", "--port=3");
    assertThat(applied(environment, "up", "--port", "3")).doesNotContain("--port=2");
    assertThat(applied(environment, "stores")).containsExactly("stores", "--basin=other-basin");
  }

  @Test
  void flagsAndLists_areWritten_asTheyWouldBeTyped() throws Exception {
    file("insecure = true", "verbose = false", "allow-origin = http://a http://b");
    assertThat(applied(Map.of(), "up"))
        .containsExactlyInAnyOrder(
            "up", "--insecure", "--allow-origin=http://a", "--allow-origin=http://b");
    file("insecure = perhaps");
    assertThatThrownBy(() -> applied(Map.of(), "up"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("insecure in")
        .hasMessageContaining("true or false");
  }

  @Test
  void ofOptionsThatExcludeEachOther_theNearestCounts() throws Exception {
    file("data = from-file");
    assertThat(applied(Map.of(), "up")).containsExactly("up", "--data=from-file");
    assertThat(applied(Map.of(), "up", "--memory")).containsExactly("up", "--memory");
    assertThat(applied(Map.of("WEIR_S2_ENDPOINT", "http://s2"), "up"))
        .containsExactly("up", "--s2-endpoint=http://s2");
  }

  @Test
  void otherCommands_takeOnlyWhereTheStoresAre() throws Exception {
    file("data = weir-data", "endpoint = http://there");
    assertThat(applied(Map.of("WEIR_REPAIR", "true", "WEIR_ALL", "true"), "doctor", "todos"))
        .containsExactly("doctor", "--endpoint=http://there", "todos");
    assertThat(applied(Map.of(), "token", "list"))
        .containsExactly("token", "list", "--endpoint=http://there");
  }

  @Test
  void aNameThatNoCommandTakes_isRefused() throws Exception {
    file("prot = 1");
    assertThatThrownBy(() -> applied(Map.of(), "up")).hasMessageContaining("no command takes prot");
    file("stores.port = 1");
    assertThatThrownBy(() -> applied(Map.of(), "up")).hasMessageContaining("stores.port");
    file = directory.resolve("gone").toString();
    assertThatThrownBy(() -> applied(Map.of(), "up")).hasMessageContaining("cannot be read");
  }

  @Test
  void config_showsValuesAndTheirSources_andNoSecrets() throws Exception {
    file("port = 9000", "push-webhook = https://user:pw@hooks.example/push?key=hush");
    var run = CommandRun.of("config", "--config=" + file);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lines())
        .anyMatch(line -> line.matches("--port +9000 +port in .*weir.conf"))
        .anyMatch(line -> line.matches("--basin +livestore +default"))
        .anyMatch(line -> line.contains("https://...@hooks.example/push?..."));
    assertThat(run.out()).doesNotContain("hush", "pw@");
    assertThat(CommandRun.of("config", "stores", "--json").lines())
        .contains("{\"name\":\"--basin\",\"value\":\"livestore\",\"source\":\"default\"}");
    assertThat(CommandRun.of("config", "nothing").exitCode()).isEqualTo(2);
  }

  @Test
  void completion_knowsCommandsAndOptionsOfEachShell() throws Exception {
    for (String shell : List.of("bash", "zsh", "fish")) {
      var run = CommandRun.of("completion", shell);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains("doctor", "to-store", "sync-tokens");
    }
    var script =
        Files.writeString(directory.resolve("c"), CommandRun.of("completion", "bash").out());
    var asked =
        "source "
            + script
            + "; COMP_WORDS=(weir do); COMP_CWORD=1; _complete_weir; echo ${COMPREPLY[*]}";
    var bash =
        new ProcessBuilder("bash", "-c", asked)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("doctor\n");
    assertThat(CommandRun.of("completion", "csh").exitCode()).isEqualTo(2);
  }
}
