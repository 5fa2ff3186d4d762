package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// That what the documentation links to is there: every file, and every heading behind a `#`.
@NullMarked
class DocLinksTest {
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:href|src|srcset)=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern LINKED_TEXT = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

  @Test
  void everyLinkOfTheDocumentation_leadsToAFileAndAHeadingThatExist() throws IOException {
    var pages = Repository.files(".*\\.md");
    var dead = new ArrayList<String>();
    int links = 0;
    for (Path page : pages) {
      for (String link : links(Files.readString(page))) {
        links++;
        if (!exists(page, link)) {
          dead.add(Repository.ROOT.relativize(page) + ": " + link);
        }
      }
    }
    assertThat(dead).isEmpty();
    assertThat(pages).hasSizeGreaterThan(50);
    assertThat(links).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({
    "Memory, memory",
    "Long live pull: `GET /api/s2/live?args=`, long-live-pull-get-apis2liveargs",
    "Without Java: `--push-webhook URL`, without-java---push-webhook-url",
    "1. [A *link*](x.md) with snake_case, 1-a-link-with-snake_case",
  })
  void anchor_ofAHeading_isWhatARepositoryBrowserMakesOfIt(String heading, String anchor) {
    assertThat(anchor(heading)).isEqualTo(anchor);
  }

  @Test
  void links_inCode_areNotLookedAt() {
    assertThat(links("a [b](c.md) `[d](e)`\n```\n[f](g)\n```\n[`h`](i.md#j)"))
        .containsExactly("c.md", "i.md#j");
  }

  private static boolean exists(Path page, String link) throws IOException {
    if (ELSEWHERE.matcher(link).matches()) {
      return true;
    }
    int hash = link.indexOf('#');
    var path = hash < 0 ? link : link.substring(0, hash);
    var file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (!file.startsWith(Repository.ROOT) || !Files.exists(file)) {
      return false;
    }
    return hash < 0 || anchors(Files.readString(file)).contains(link.substring(hash + 1));
  }

  private static List<String> links(String markdown) {
    return LINK.matcher(text(markdown))
        .results()
        .map(link -> link.group(1) != null ? link.group(1) : link.group(2))
        .toList();
  }

  private static String text(String markdown) {
    return CODE.matcher(FENCED.matcher(markdown).replaceAll("")).replaceAll("");
  }

  /// The second heading of a name gets `-1`, the third `-2`.
  private static Set<String> anchors(String markdown) {
    Map<String, Integer> times = new HashMap<>();
    return Set.copyOf(
        headings(markdown)
            .map(DocLinksTest::anchor)
            .map(anchor -> {
              int before = times.merge(anchor, 1, Integer::sum) - 1;
              return before == 0 ? anchor : anchor + "-" + before;
            })
            .toList());
  }

  private static Stream<String> headings(String markdown) {
    return HEADING
        .matcher(FENCED.matcher(markdown).replaceAll(""))
        .results()
        .map((MatchResult heading) -> heading.group(1));
  }

  private static String anchor(String heading) {
    return LINKED_TEXT
        .matcher(heading)
        .replaceAll("$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
