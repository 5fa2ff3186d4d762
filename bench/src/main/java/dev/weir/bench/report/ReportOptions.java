package dev.weir.bench.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How the report is made.
///
/// @param root the checkout
/// @param directory where it goes
/// @param parts what is measured, in order
/// @param quick whether a look is enough
/// @param again whether parts are measured that the directory has figures of
/// @param cli the program `s2`, where it was named
record ReportOptions(
    Path root, Path directory, List<Part> parts, boolean quick, boolean again, Optional<Path> cli) {
  static final String USAGE =
      """
      Usage: weir bench --report [DIR] [options]

      Runs every benchmark one after the other, unattended, and writes DIR/report.md with plots (SVG), the figures of each
      part (JSON) and a description of the machine. Needs a built tree (./weir build); what is measured beside Weir takes
      part where it is found: Node with npm, and the program `s2`. Takes about an hour on two processors, and wants the
      machine for itself.

      A part's figures are written when it is over. The same command goes on where the last one was ended: it measures the
      parts that DIR has no figures of.

        DIR            where the report goes (default: bench/target/report)
        --quick        a look of some minutes at less of everything, to see that it works; the figures mean little
        --only A,B     these parts alone: PARTS
        --again        measure parts that DIR has figures of too
        --cli FILE     the program `s2` (default: $S2_CLI, then `s2` on the PATH)
        --root DIR     the checkout (default: the current directory)
        --help         this text
      """
          .replace(
              "PARTS",
              Arrays.stream(Part.values()).map(Part::id).collect(Collectors.joining(", ")));

  /// @throws IllegalArgumentException if a word is not understood
  static ReportOptions parse(String... args) {
    var root = Path.of("").toAbsolutePath();
    Optional<Path> directory = Optional.empty();
    var parts = List.of(Part.values());
    var quick = false;
    var again = false;
    Optional<Path> cli = Optional.empty();
    for (var i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--again" -> again = true;
        case "--only" -> parts = parts(value(args, ++i));
        case "--cli" -> cli = Optional.of(Path.of(value(args, ++i)).toAbsolutePath());
        case "--root" -> root = Path.of(value(args, ++i)).toAbsolutePath();
        default -> directory = Optional.of(directory(args[i]));
      }
    }
    var into = directory.orElse(root.resolve("bench/target/report"));
    return new ReportOptions(root, into, parts, quick, again, cli);
  }

  private static Path directory(String word) {
    if (word.startsWith("-")) {
      throw new IllegalArgumentException("unknown option " + word);
    }
    return Path.of(word).toAbsolutePath();
  }

  private static List<Part> parts(String ids) {
    var named = new ArrayList<Part>();
    for (var id : ids.split(",", -1)) {
      named.add(
          Part.of(id).orElseThrow(() -> new IllegalArgumentException("there is no part " + id)));
    }
    return named.stream().sorted().distinct().toList();
  }

  private static String value(String[] args, int i) {
    if (i == args.length) {
      throw new IllegalArgumentException(args[i - 1] + " needs a value");
    }
    return args[i];
  }
}
