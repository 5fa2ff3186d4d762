package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the README says to type, and what the page of the demo does.
@ExtendWith(Interop.class)
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadmeDocTest {
  private static final String README = "README.md";

  @Test
  void readersOfTheReadme_getAWeirThatTheirAppSyncsWith(@TempDir Path directory, Node node) {
    var page = DocPage.open(README);
    var shell = DocShell.in(directory);
    var commands = page.take("sh").commands();
    assertThat(commands).hasSize(3).allMatch(line -> line.matches("\\./weir (up|demo|test) +#.+"));
    page.pass("text", "a drawing");
    try (var weir = shell.serve(commands.getFirst())) {
      weir.assertServes();
      shell.use(weir);
      var code = shell.replaced(page.take("ts").text()) + "\nexport { backend }\n";
      new DocBackend(shell, node).assertSyncs(code, "readme");
      assertThat(shell.run("weir events readme")).contains("v1.TodoCreated");
    }
    page.pass("sh", "S2's own program, which another test runs in the profile peers");
    page.assertNoneIsLeft();
  }

  @Test
  void demo_showsItsPage(@TempDir Path directory) {
    BuiltPages.DEMO.orSkip();
    var page = DocPage.open("docs/demo.md");
    var demo = page.take("sh").commands().getFirst();
    assertThat(DocPage.open(README).take("sh").text()).contains("\n" + demo + " ");
    try (var weir = DocShell.in(directory).serve(demo)) {
      weir.assertServes();
      assertThat(weir.get("/").body()).contains("<title>todos");
    }
    page.assertNoneIsLeft();
  }

  @Tag("peers")
  @Test
  @Timeout(value = 50, unit = TimeUnit.MINUTES)
  void s2sOwnProgram_appendsAndReads(@TempDir Path directory) {
    var cli = Peer.orSkip("the README's commands for S2's program", RustCli::install);
    var page = DocPage.open(README);
    page.take("sh");
    page.take("text");
    page.take("ts");
    var shell = DocShell.in(directory);
    try (var weir = shell.serve("./weir up --memory")) {
      shell.use(weir);
      shell.withVariable("HOME", directory.toString()).onPath(cli.program().resolveSibling(""));
      assertThat(shell.run("set -e\n" + page.take("sh").text())).endsWith("hello\n");
    }
  }
}
