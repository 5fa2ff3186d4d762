package dev.weir.app.observe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// How the program logs: to standard error, through `java.util.logging`, which is where
/// `System.Logger` and (by slf4j-jdk14) Armeria end up.
public final class Logging {
  private Logging() {}

  /// Sets it up, for the whole process.
  ///
  /// @param verbose log starts, stops and each request as well
  public static void configure(boolean verbose, LogFormat format) {
    // The pipeline's logger warns of a client that speaks HTTP to an HTTPS port by printing all it
    // sent, tokens included.
    // As a configuration and not by setLevel: loggers are held weakly and would forget their level.
    var text =
        """
        handlers = java.util.logging.ConsoleHandler
        java.util.logging.ConsoleHandler.level = ALL
        java.util.logging.ConsoleHandler.encoding = UTF-8
        .level = %s
        dev.weir.level = %s
        com.linecorp.armeria.server.HttpServerPipelineConfigurator.level = SEVERE
        """
            .formatted(verbose ? "INFO" : "WARNING", verbose ? "FINE" : "WARNING");
    try {
      LogManager.getLogManager()
          .readConfiguration(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set up logging from memory", e);
    }
    Stream.of(Logger.getLogger("").getHandlers())
        .forEach(handler -> handler.setFormatter(formatter(format)));
  }

  private static Formatter formatter(LogFormat format) {
    return switch (format) {
      case TEXT -> new TextLines();
      case JSON -> new JsonLines();
    };
  }
}
