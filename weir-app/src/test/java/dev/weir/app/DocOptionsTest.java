package dev.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// That every command and option which the documentation names in a sentence or a table is there.
/// Whole commands in blocks are run by other tests.
class DocOptionsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9-]+");
  private static final Pattern COMMAND = Pattern.compile("(?:\\./)?weir ([a-z]+)(?: .*)?");
  private static final Pattern LAUNCHED = Pattern.compile("^  ([a-z]+) +\\S", Pattern.MULTILINE);

  /// Of `./weir bench` and `./weir docs`, which the launcher hands to others, and of Java.
  private static final Set<String> OF_OTHERS =
      Set.of(
          "--quick",
          "--scale",
          "--s2",
          "--sdk",
          "--replica",
          "--report",
          "--only",
          "--step",
          "--soak",
          "--minutes",
          "--overload",
          "--serve",
          "--release",
          "--enable-native-access");

  /// A code in a page.
  private record Code(Path page, String text) {}

  @Test
  void everyOptionOfThePages_isThere() throws IOException {
    var options =
        commands(Weir.commandLine())
            .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
            .collect(Collectors.toSet());
    var named =
        codes().stream().filter(code -> code.text().matches("(--|(\\./)?weir ).*")).toList();
    assertThat(named).hasSizeGreaterThan(150);
    assertThat(named)
        .allSatisfy(code ->
            assertThat(OPTION.matcher(code.text()).results().map(option -> option.group()))
                .allMatch(option -> options.contains(option) || OF_OTHERS.contains(option)));
  }

  @Test
  void everyCommandOfThePages_isThere() throws IOException {
    var ours = Weir.commandLine().getSubcommands().keySet();
    var launched =
        LAUNCHED
            .matcher(Files.readString(ROOT.resolve("weir")))
            .results()
            .map(command -> command.group(1))
            .collect(Collectors.toSet());
    assertThat(launched).contains("test", "dist", "up");
    for (var code : codes()) {
      var command = COMMAND.matcher(code.text());
      if (command.matches()) {
        assertThat(command.group(1))
            .as(code.toString())
            .matches(word -> ours.contains(word) || launched.contains(word));
      }
    }
  }

  private static Stream<CommandLine> commands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(DocOptionsTest::commands));
  }

  private static List<Code> codes() throws IOException {
    try (var docs = Files.list(ROOT.resolve("docs"))) {
      var pages =
          Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                  .map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")));
      return pages.flatMap(DocOptionsTest::codes).toList();
    }
  }

  private static Stream<Code> codes(Path page) {
    try {
      return CODE.matcher(Files.readString(page))
          .results()
          .map(code -> new Code(page, code.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
