package dev.weir.app.observe;

import dev.weir.app.exit.InvalidOptionException;

/// How log entries look.
public enum LogFormat {
  /// A line for people.
  TEXT,
  /// A JSON object a line.
  JSON;

  /// The format of that name.
  ///
  /// @throws InvalidOptionException if there is none of this name
  public static LogFormat named(String name) {
    return switch (name) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default ->
          throw new InvalidOptionException("--log-format " + name + " is neither text nor json");
    };
  }
}
