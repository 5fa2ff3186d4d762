package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The requests of `docs/protocol.md`, and the answers that it prints.
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProtocolDocTest {
  @Test
  void requestsOfThePage_areAnsweredAsItPrints(@TempDir Path directory) {
    var page = DocPage.open("docs/protocol.md");
    var shell = DocShell.in(directory);
    var answer = page.take("text").text();
    shell.write("push.json", page.take("json").text());
    try (var weir = shell.serve("./weir up --memory")) {
      shell.use(weir);
      var commands = page.take("sh").commands();
      assertThat(commands).hasSize(2);
      assertThat(shell.run(commands.get(0))).isEqualTo("{\"success\":true}");
      assertThat(DocPrinted.of(answer)).accepts(shell.run(commands.get(1)));
    }
    page.assertNoneIsLeft();
  }
}
