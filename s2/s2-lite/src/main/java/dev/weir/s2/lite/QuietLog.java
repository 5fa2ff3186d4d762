package dev.weir.s2.lite;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Logs from where nothing may be thrown: a log can fail as well, as when memory has run out.
final class QuietLog {
  private QuietLog() {}

  static void log(Logger log, Level level, Supplier<String> message) {
    log(log, level, message, null);
  }

  static void log(Logger log, Level level, Supplier<String> message, @Nullable Throwable cause) {
    try {
      log.log(level, message, cause);
    } catch (Throwable e) {
      // There is nobody left to tell that nobody could be told.
    }
  }
}
