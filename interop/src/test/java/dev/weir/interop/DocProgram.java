package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/// A program that a command of a page started, and that goes on.
final class DocProgram implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(10);
  private static final Duration END = Duration.ofMinutes(10);

  private final StartedProcess process;
  private final List<String> printed;

  private DocProgram(StartedProcess process, List<String> printed) {
    this.process = process;
    this.printed = printed;
  }

  /// Starts it, and waits until it prints a line with `sign`.
  static DocProgram start(String command, ProcessBuilder builder, String sign) {
    var printed = Collections.synchronizedList(new ArrayList<String>());
    var pattern = Pattern.compile(Pattern.quote(sign));
    return new DocProgram(
        StartedProcess.start(command, builder, pattern, START, printed::add), printed);
  }

  /// What it printed to its standard output.
  String printed() {
    return String.join("\n", printed);
  }

  /// Waits until it ends by itself, as it must.
  void awaitGoodEnd() {
    assertThat(process.awaitEnd(END)).as("%s", this).isZero();
  }

  /// Ends it as Ctrl-C does.
  @Override
  public void close() {
    process.closeWithDescendants();
  }

  @Override
  public String toString() {
    return process.toString();
  }
}
