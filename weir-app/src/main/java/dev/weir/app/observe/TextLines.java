package dev.weir.app.observe;

import dev.weir.livestore.proxy.LogContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/// A line an entry, for people. Clients choose the names of stores, line breaks included: what is
/// within an entry can neither look like another entry nor steer a terminal.
final class TextLines extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  @Override
  public String format(LogRecord entry) {
    return TIME.format(entry.getInstant())
        + ' '
        + entry.getLevel().getName()
        + ' '
        + entry.getLoggerName()
        + ": "
        + escaped(formatMessage(entry) + context())
        + '\n'
        + Optional.ofNullable(entry.getThrown()).map(TextLines::trace).orElse("");
  }

  private static String context() {
    return LogContext.current()
        .map(context ->
            " [store "
                + context.storeId()
                + context.principal().map(name -> ", principal " + name).orElse("")
                + "]")
        .orElse("");
  }

  /// Indented, as only the first line of an entry begins at the margin.
  private static String trace(Throwable thrown) {
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace
        .toString()
        .lines()
        .map(line -> "    " + escaped(line.strip()) + '\n')
        .collect(Collectors.joining());
  }

  private static String escaped(String text) {
    if (text.chars().noneMatch(TextLines::isControl)) {
      return text;
    }
    var escaped = new StringBuilder(text.length() + 16);
    text.chars().forEach(unit -> append(unit, escaped));
    return escaped.toString();
  }

  private static void append(int unit, StringBuilder escaped) {
    if (isControl(unit)) {
      escaped.append("\\u").append("%04x".formatted(unit));
    } else {
      escaped.append((char) unit);
    }
  }

  private static boolean isControl(int unit) {
    return Character.isISOControl(unit) || unit == 0x2028 || unit == 0x2029;
  }
}
