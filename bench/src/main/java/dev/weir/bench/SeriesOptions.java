package dev.weir.bench;

import dev.weir.bench.report.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a series is measured.
///
/// @param root the checkout, with `weir` and `bench/`
/// @param quick whether a look at its lower half is enough
/// @param output where its figures go
record SeriesOptions(Path root, boolean quick, Output output) {

  /// Ends the program where a word is not understood.
  static SeriesOptions parse(String... args) {
    var output = Output.of(args);
    var root = Path.of("").toAbsolutePath();
    var quick = false;
    var words = output.words().iterator();
    while (words.hasNext()) {
      var word = words.next();
      if (word.equals("--quick")) {
        quick = true;
      } else if (word.equals("--root") && words.hasNext()) {
        root = Path.of(words.next()).toAbsolutePath();
      } else {
        throw new IllegalArgumentException(
            "understands --root DIR, --quick and --json FILE, not " + word);
      }
    }
    return new SeriesOptions(root, quick, output);
  }

  /// Seconds of a round.
  int seconds() {
    return quick ? 1 : 4;
  }

  /// Powers of ten from `first` on, as many as there is time for.
  List<Integer> powersOfTen(int first, int last, int lastOfQuick) {
    var powers = new ArrayList<Integer>();
    for (long power = first; power <= (quick ? lastOfQuick : last); power *= 10) {
      powers.add((int) power);
    }
    return powers;
  }

  /// Starts a Weir.
  ServerProcess weir(String... storage) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(root.resolve("weir").toString(), "up", "--port", "0"));
    command.addAll(List.of(storage));
    return ServerProcess.start(root, Map.of(), command);
  }
}
