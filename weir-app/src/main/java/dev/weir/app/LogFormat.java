package dev.weir.app;

/// How log entries look.
enum LogFormat {
  /// A line for people.
  TEXT,
  /// A JSON object a line.
  JSON;

  static LogFormat named(String name) {
    return switch (name) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default ->
          throw new InvalidOptionException("--log-format " + name + " is neither text nor json");
    };
  }
}
