package dev.weir.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What the documentation shows is what the example is made of.
@NullMarked
class DocsTest {
  private static final Pattern SNIPPET =
      Pattern.compile("^ *```(?:java|yaml)\\n(.*?)^ *```$", Pattern.DOTALL | Pattern.MULTILINE);

  @Test
  void snippets_areRegionsOfTheExample() throws IOException {
    String docs = Files.readString(Path.of("..", "..", "docs", "spring-boot.md"));
    List<String> snippets = SNIPPET.matcher(docs).results().map(match -> flat(match)).toList();
    assertThat(snippets).hasSizeGreaterThanOrEqualTo(7);
    String sources = sources();
    for (String snippet : snippets) {
      assertThat(sources).contains(snippet);
    }
  }

  private static String flat(MatchResult snippet) {
    return flat(snippet.group(1));
  }

  /// Without indentation, which is another in the docs.
  private static String flat(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
      var all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(flat(Files.readString(file))).append('\n');
      }
      return all.toString();
    }
  }
}
