package dev.weir.proof.sync.jdk;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// A log that goes among the lines of the run.
record NotedLog(String name) implements System.Logger {
  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level.getSeverity() >= Level.WARNING.getSeverity();
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle texts, @Nullable String message, Throwable thrown) {
    note(level, message + ": " + thrown);
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle texts, @Nullable String format, Object... values) {
    note(level, String.valueOf(format));
  }

  private void note(Level level, String text) {
    if (isLoggable(level)) {
      Kernel.get().note(level + " " + text);
    }
  }
}
