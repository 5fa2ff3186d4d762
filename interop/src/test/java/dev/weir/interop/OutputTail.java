package dev.weir.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/// The last lines that a process printed, for the message of a test that fails. Reading them also
/// keeps the process from waiting at a full pipe.
final class OutputTail {
  private static final int KEPT_LINES = 80;
  private final ArrayDeque<String> lines = new ArrayDeque<>();

  private OutputTail() {}

  /// Reads until the process closes its end; `onLine` sees every line, `onEnd` the end.
  static OutputTail follow(
      String name, BufferedReader reader, Consumer<String> onLine, Runnable onEnd) {
    var tail = new OutputTail();
    Thread.ofVirtual()
        .name(name + "-output")
        .start(() -> {
          try (reader) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
              tail.add(line);
              onLine.accept(line);
            }
          } catch (IOException e) {
            tail.add("(output ended: " + e.getMessage() + ")");
          } finally {
            onEnd.run();
          }
        });
    return tail;
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }

  private synchronized void add(String line) {
    if (lines.size() == KEPT_LINES) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }
}
