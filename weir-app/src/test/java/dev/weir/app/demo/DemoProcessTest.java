package dev.weir.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.Weir;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `weir demo` in a process of its own, with a page of the test's in place of the web app, which
/// not every build has.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoProcessTest {
  @TempDir private Path directory;

  @Test
  void demo_untilSigterm_servesThePageBesideTheSyncEndpoint() throws Exception {
    var page = Files.createDirectories(directory.resolve("site").resolve(DemoCommand.SITE));
    Files.writeString(page.resolve("index.html"), "the page");
    var process = demo(directory.resolve("site"));
    try (var output = process.inputReader(UTF_8);
        var client = HttpClient.newHttpClient()) {
      var first = output.readLine();
      assertThat(first).startsWith("Demo            http://127.0.0.1:");
      var url = URI.create(first.replace("Demo", "").strip());

      var shown = client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      var ping = HttpRequest.newBuilder(url.resolve("/api/s2")).HEAD().build();
      var health = HttpRequest.newBuilder(url.resolve("/health")).build();

      assertThat(shown.body()).isEqualTo("the page");
      assertThat(client.send(ping, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      assertThat(client.send(health, BodyHandlers.ofString()).body()).isEqualTo("OK");
      process.toHandle().destroy(); // Process::destroy would also close the output
      assertThat(output.lines().toList()).endsWith("Stopping.", "Stopped.");
      assertThat(process.waitFor()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void demo_inABuildWithoutTheWebApp_saysWhatToInstall() throws Exception {
    var process = demo(directory);
    try (var output = process.inputReader(UTF_8)) {
      assertThat(output.lines().toList())
          .singleElement()
          .asString()
          .startsWith("weir: this build has no demo")
          .contains("Install Node");
      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(directory.resolve("data")).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  /// @param site where the page is looked for, instead of in the web app's module
  private Process demo(Path site) throws IOException {
    var program =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entry -> !entry.contains("todomvc-web"));
    var classPath =
        Stream.concat(Stream.of(site.toString()), program)
            .collect(Collectors.joining(File.pathSeparator));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", classPath, Weir.class.getName(), "demo", "--port", "0"));
    command.addAll(List.of("--data", directory.resolve("data").toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
