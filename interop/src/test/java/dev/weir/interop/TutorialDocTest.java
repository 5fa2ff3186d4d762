package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Follows `docs/tutorial.md` word for word: its files, its commands, and two browsers. Only ports,
/// and what each reader makes for themselves, are others.
@ExtendWith(Interop.class)
@Timeout(value = 1800, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TutorialDocTest {
  private static final Pattern TOKEN = Pattern.compile("token: (\\S+)\nline: +(\\S.*)\n");

  private final DocPage page = DocPage.open("docs/tutorial.md");
  private final int port = DocShell.freePort();
  private final int pagePort = DocShell.freePort(port);

  @TempDir Path directory;

  @Test
  void readerOfTheTutorial_endsWithASyncedApp(Node node) throws Exception {
    var chromium = Chromium.orSkip("the tutorial");
    var weirs = shellIn("weir");
    var ours = shellIn("my-todos").withVariable("CHROMIUM", chromium.toString());
    var browsers = "exec node '%s' ".formatted(node.project().resolve("pages.mjs"));
    var site = "http://localhost:%d/".formatted(pagePort);

    var up = page.take("sh").text();
    try (var weir = weirs.serve(up)) {
      weir.assertServes();
      assertThat(weir.base().getPort()).isEqualTo(port);
      write(ours, page.takeFile("json"));
      ours.run(page.take("sh").text());
      for (var language : new String[] {"js", "js", "html", "js", "js", "js"}) {
        write(ours, page.takeFile(language));
      }
      var start = page.take("sh").text();
      write(ours, page.takeFile("js"));
      try (var served = ours.start(start, "Local:");
          var pages =
              ours.start(browsers + "'" + site + "' 'Call Ann' 'Buy tea'", "both have it")) {
        assertThat(served.printed()).contains(site);
        assertThat(ours.run(page.take("sh").text())).contains("Call Ann\n", "Buy tea\n");
        pages.awaitGoodEnd();
      }
      var look = page.take("sh").commands();
      assertThat(weirs.run(look.get(0))).contains("my-todos");
      assertThat(weirs.run(look.get(1))).contains("Call Ann").contains("Buy tea");
    }
    withTokens(weirs, ours, browsers + "'" + site + "#THE-TOKEN' 'Call Ben' 'Buy milk'");
    page.assertNoneIsLeft();
  }

  private void withTokens(DocShell weirs, DocShell ours, String browsers) throws Exception {
    var made = TOKEN.matcher(weirs.run(page.take("sh").text()));
    assertThat(made.matches()).isTrue();
    ours.with("THE-TOKEN", made.group(1));
    weirs.write("tokens", made.group(2) + "\n");
    try (var weir = weirs.serve(page.take("sh").text())) {
      weir.assertServes();
      weirs.run(page.take("sh").text());
      ours.run(page.take("sh").text());
      write(ours, page.takeFile("js"));
      assertThat(ours.run(page.take("sh").text()))
          .contains("Call Ann\n", "Buy tea\n", "Buy milk\n");
      try (var served = ours.start("npm start", "Local:");
          var pages = ours.start(browsers, "both have it")) {
        assertThat(served.printed()).contains("http://localhost:");
        pages.awaitGoodEnd();
      }
    }
  }

  /// The reader's two folders, beside each other.
  private DocShell shellIn(String folder) throws IOException {
    Path companion = Node.install(DocPage.ROOT.resolve("js/weir-sync")).project();
    Path packed = Files.createDirectories(directory.resolve("weir/js/weir-sync"));
    return DocShell.in(Files.createDirectories(directory.resolve(folder)))
        .withVariable("WEIR_PORT", String.valueOf(port))
        .withVariable("WEIR_ENDPOINT", "http://127.0.0.1:" + port)
        .with("http://127.0.0.1:8080", "http://127.0.0.1:" + port)
        .with("vite preview", "vite preview --strictPort --port " + pagePort)
        .with("cd js/weir-sync && npm install &&", "cd '" + companion + "' &&")
        .with("npm pack", "npm pack --pack-destination '" + packed + "'");
  }

  private static void write(DocShell shell, DocFile file) {
    shell.write(file.name(), shell.replaced(file.text()));
  }
}
