package dev.weir.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Stacks and how often each was seen.
record Stacks(List<Stack> stacks) {

  /// One stack.
  ///
  /// @param frames from the thread down to what ran, as the profiler names them
  /// @param samples how often it was seen
  record Stack(List<String> frames, long samples) {}

  Stacks {
    stacks = List.copyOf(stacks);
  }

  /// Reads lines such as `thread;outer;inner 12`.
  static Stacks read(Path collapsed) throws IOException {
    var stacks = new ArrayList<Stack>();
    for (var line : Files.readAllLines(collapsed)) {
      var space = line.lastIndexOf(' ');
      if (space > 0) {
        var frames = List.of(line.substring(0, space).split(";", -1));
        stacks.add(new Stack(frames, Long.parseLong(line.substring(space + 1))));
      }
    }
    return new Stacks(stacks);
  }

  /// All samples.
  long samples() {
    return stacks.stream().mapToLong(Stack::samples).sum();
  }
}
