package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The command of `docs/migration.md`; its steps, with real clients, are in [MigrationTest].
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MigrationDocTest {
  @Test
  void weir_startsOnTheBasinThatIsThere(@TempDir Path directory) {
    var page = DocPage.open("docs/migration.md");
    var shell = DocShell.in(directory);
    try (var s2 = shell.serve("./weir up --memory")) {
      assertThat(s2.post("/v1/basins", "{\"basin\":\"your-basin\"}").statusCode()).isEqualTo(201);
      shell.with("--s2-endpoint cloud", "--s2-endpoint " + s2.base()); // no account here
      try (var weir = shell.serve(page.take("sh").text())) {
        assertThat(Eventlog.push(weir.endpoint(), "todos", "ann", 0, List.of("a"))).isEqualTo(200);
        var streams = HttpRequest.newBuilder(URI.create(s2.base() + "/v1/streams"));
        assertThat(s2.send(streams.header("s2-basin", "your-basin")).body()).contains("todos");
      }
    }
    page.assertNoneIsLeft();
  }
}
