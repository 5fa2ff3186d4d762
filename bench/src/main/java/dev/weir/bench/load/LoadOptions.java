package dev.weir.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What both commands may be told.
///
/// @param root the checkout, with `weir` and `bench/`
/// @param minutes of the soak
/// @param stepSeconds of each step of the overload
/// @param clients that are there at once
/// @param report where the report is written
record LoadOptions(Path root, int minutes, int stepSeconds, int clients, Path report) {
  /// What is to be done.
  interface Work {
    void with(LoadOptions options) throws IOException, InterruptedException;
  }

  /// Does the work, unless `args` ask for help or are not understood.
  static void run(int clients, String usage, List<String> args, Work work)
      throws IOException, InterruptedException {
    if (args.contains("--help")) {
      System.out.print(usage);
      return;
    }
    LoadOptions options;
    try {
      options = parse(clients, args.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + System.lineSeparator() + usage);
      System.exit(2);
      return;
    }
    work.with(options);
  }

  static LoadOptions parse(int clients, String... args) {
    var options = new LoadOptions(Path.of("").toAbsolutePath(), 60, 60, clients, Path.of(""));
    var report = Optional.<Path>empty();
    for (var i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      var value = args[i + 1];
      switch (args[i]) {
        case "--minutes" -> options = options.withMinutes(number(args[i], value));
        case "--step" -> options = options.withStepSeconds(number(args[i], value));
        case "--clients" -> options = options.withClients(number(args[i], value));
        case "--report" -> report = Optional.of(Path.of(value).toAbsolutePath());
        case "--root" -> options = options.withRoot(Path.of(value).toAbsolutePath());
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    var given = options;
    return options.withReport(report.orElseGet(() -> given.root().resolve("bench/target")));
  }

  private LoadOptions withMinutes(int value) {
    return new LoadOptions(root, value, stepSeconds, clients, report);
  }

  private LoadOptions withStepSeconds(int value) {
    return new LoadOptions(root, minutes, value, clients, report);
  }

  private LoadOptions withClients(int value) {
    return new LoadOptions(root, minutes, stepSeconds, value, report);
  }

  private LoadOptions withRoot(Path value) {
    return new LoadOptions(value, minutes, stepSeconds, clients, report);
  }

  private LoadOptions withReport(Path value) {
    return new LoadOptions(root, minutes, stepSeconds, clients, value);
  }

  private static int number(String option, String text) {
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(option + " needs a positive number, not " + text);
    }
    return Integer.parseInt(text);
  }
}
