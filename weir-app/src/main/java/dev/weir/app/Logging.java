package dev.weir.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/// How the program logs: one line an entry, to standard error, through `java.util.logging`, which
/// is where `System.Logger` and (by slf4j-jdk14) Armeria end up.
final class Logging {
  private static final String ONE_LINE = "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n";

  private Logging() {}

  static void configure(boolean verbose) {
    // As a configuration and not by setLevel: loggers are held weakly and would forget their level.
    var text =
        """
        handlers = java.util.logging.ConsoleHandler
        java.util.logging.ConsoleHandler.level = ALL
        java.util.logging.ConsoleHandler.encoding = UTF-8
        java.util.logging.SimpleFormatter.format = %s
        .level = %s
        dev.weir.level = %s
        """
            .formatted(ONE_LINE, verbose ? "INFO" : "WARNING", verbose ? "FINE" : "WARNING");
    try {
      LogManager.getLogManager()
          .readConfiguration(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set up logging from memory", e);
    }
  }
}
