package dev.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.server.WeirServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That every command of the page on the command line does what the page says.
class CommandLineDocTest {
  private static final Path PAGE = Path.of("../docs/command-line.md");
  private static final Pattern BLOCK =
      Pattern.compile("```(sh|conf|json)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /// Names of files on the page, which are to be in the test's own directory.
  private static final Pattern FILE =
      Pattern.compile("(?:(.*=))?([\\w-]+\\.(?:jsonl|conf)|[\\w-]+-data)");

  /// Where the page says that a Weir runs.
  private static final String USUAL = "http://127.0.0.1:8080";

  @TempDir Path directory;

  @Test
  void everyCommandOfThePage_ends_asThePageSays() throws Exception {
    int commands = 0;
    try (var weir = WeirServer.start(UpConfig.on(new S2Source.InMemory()))) {
      var environment = Map.of("WEIR_ENDPOINT", "http://127.0.0.1:" + weir.port());
      var blocks = BLOCK.matcher(Files.readString(PAGE)).results().toList();
      for (var block : blocks) {
        switch (block.group(1)) {
          case "conf" -> Files.writeString(directory.resolve("weir.conf"), block.group(2));
          case "json" -> Files.writeString(directory.resolve("events.jsonl"), block.group(2));
          default -> {
            for (String line : block.group(2).lines().toList()) {
              run(line, environment);
              commands++;
            }
          }
        }
      }
    }
    assertThat(commands).isGreaterThan(20);
  }

  /// A line ends with `# exit code N` where that is not 0.
  private void run(String line, Map<String, String> environment) {
    int comment = line.indexOf(" # ");
    String command = comment < 0 ? line : line.substring(0, comment);
    int expected =
        line.contains("# exit code ")
            ? Integer.parseInt(line.replaceFirst(".*# exit code ", ""))
            : 0;
    assertThat(command).startsWith("weir ");
    var printed = new StringWriter();
    var to = new PrintWriter(printed, true);

    int exitCode =
        Weir.run(
            words(command.substring(5).replace(USUAL, environment.get("WEIR_ENDPOINT"))),
            environment,
            Weir.commandLine().setOut(to).setErr(to));

    assertThat(exitCode).as("%s%n%s", line, printed).isEqualTo(expected);
  }

  private List<String> words(String command) {
    var words = new ArrayList<String>();
    WORD.matcher(command)
        .results()
        .forEach(word -> words.add(word.group(1) != null ? word.group(1) : placed(word.group(2))));
    return words;
  }

  private String placed(String word) {
    var file = FILE.matcher(word);
    return file.matches()
        ? (file.group(1) == null ? "" : file.group(1)) + directory.resolve(file.group(2))
        : word;
  }
}
