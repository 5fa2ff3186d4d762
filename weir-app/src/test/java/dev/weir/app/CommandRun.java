package dev.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/// What a command printed and how it ended.
public record CommandRun(int exitCode, String out, String err) {
  /// Runs it in this process.
  public static CommandRun of(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Weir.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /// The same at the Weir that listens on `port`.
  public static CommandRun at(int port, String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--endpoint=http://127.0.0.1:" + port);
    return of(all.toArray(String[]::new));
  }

  /// What it printed, line by line.
  public List<String> lines() {
    return out.lines().toList();
  }

  /// The bytes that it printed.
  public byte[] bytes() {
    return out.getBytes(UTF_8);
  }
}
