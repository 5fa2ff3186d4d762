package dev.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program in a process of its own that serves.
final class RunningWeir implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final List<String> printed = new ArrayList<>();

  private RunningWeir(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  /// Starts `weir up` and waits until it serves.
  static RunningWeir up(String... options) throws IOException {
    return launchedBy(List.of(), options);
  }

  /// The same, with words in front of the command that start the process in their own way.
  static RunningWeir launchedBy(List<String> launcher, String... options) throws IOException {
    var command = new ArrayList<>(launcher);
    command.addAll(command(options));
    var weir = new RunningWeir(new ProcessBuilder(command).redirectErrorStream(true).start());
    weir.readUntil("Ctrl-C stops.");
    return weir;
  }

  /// The words that start `weir up`.
  static List<String> command(String... options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx256m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Weir.class.getName()));
    command.add("up");
    command.addAll(List.of(options));
    return command;
  }

  void readUntil(String last) throws IOException {
    while (true) {
      var line = output.readLine();
      assertThat(line).as("the process ended after printing %s", printed).isNotNull();
      printed.add(line);
      if (line.startsWith(last)) {
        return;
      }
    }
  }

  List<String> printed() {
    return printed;
  }

  Process process() {
    return process;
  }

  /// Where it serves, without a path.
  URI base() {
    var sync =
        printed.stream()
            .filter(line -> line.startsWith("LiveStore sync"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no address in " + printed));
    return URI.create(sync.replace("LiveStore sync", "").strip()).resolve("/");
  }

  /// Asks it to end, as `kill` does, and does not wait.
  void terminate() {
    process.toHandle().destroy(); // Process::destroy would also close the output
  }

  /// Waits for its end, and for what it printed until then.
  int awaitExit() throws IOException, InterruptedException {
    output.lines().forEach(printed::add);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("printed %s", printed).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
