package dev.weir.app.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.CommandRun;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.ExitCode;
import dev.weir.app.server.WeirServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyCommandTest {
  @TempDir Path directory;

  private static CommandRun done(String... args) {
    var run = CommandRun.of(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private String events(int count) throws Exception {
    var line = "{\"name\":\"v1.Added\",\"args\":{}}\n";
    return Files.writeString(directory.resolve("events" + count), line.repeat(count)).toString();
  }

  @Test
  void copy_fromAWeirToADirectoryAndOnToAnother_keepsEverything() throws Exception {
    var data = directory.resolve("data").toString();
    try (var from = WeirServer.start(UpConfig.on(new S2Source.InMemory()));
        var to = WeirServer.start(UpConfig.on(new S2Source.InMemory()))) {
      var origin = "http://127.0.0.1:" + from.port();
      var target = "http://127.0.0.1:" + to.port();
      done("push", "todos", events(1_500), "--endpoint=" + origin);
      done("push", "notes", events(3), "--endpoint=" + origin);

      assertThat(done("copy", origin, data).lines())
          .containsExactly(
              "notes: 3 records verified, 3 of them appended now; the tail is 3",
              "todos: 1500 records verified, 1500 of them appended now; the tail is 1500");
      done("push", "todos", events(1), "--endpoint=" + origin);
      assertThat(done("copy", origin, data, "--stream=todos", "--json").out())
          .contains("\"records\":1501,\"appended\":1,\"filled\":0,\"tail\":1501,");
      assertThat(done("copy", data, target, "--to-basin=archive-basin").lines()).hasSize(2);

      assertThat(done("events", "todos", "--endpoint=" + target, "--basin=archive-basin").out())
          .isEqualTo(done("events", "todos", "--endpoint=" + origin).out());
    }
  }

  @Test
  void copy_ontoAnotherStore_isRefusedAndChangesNothing() throws Exception {
    var one = "--data=" + Files.createDirectory(directory.resolve("one"));
    var two = "--data=" + Files.createDirectory(directory.resolve("two"));
    done("push", "todos", events(2), one);
    done("push", "todos", events(3), two);

    var run =
        CommandRun.of(
            "copy", directory.resolve("one").toString(), directory.resolve("two").toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_DATA.number());
    assertThat(run.err()).contains("it holds something else");
    assertThat(done("events", "todos", two).lines()).hasSize(3);
    assertThat(CommandRun.of("copy", "nowhere", "x").exitCode())
        .isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(Path.of("x")).doesNotExist();
    assertThat(CommandRun.of("copy", "same", "same").exitCode()).isEqualTo(2);
  }
}
