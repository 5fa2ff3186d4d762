package dev.weir.app.settings;

/// A value that an option gets without being given.
///
/// @param source where the value stands, for people
record Setting(Level level, String value, String source) {
  /// How far up a value was found.
  enum Level {
    FILE(0),
    ENVIRONMENT(1),
    COMMAND_LINE(2);

    private final int rank;

    Level(int rank) {
      this.rank = rank;
    }

    /// A greater one takes precedence.
    int rank() {
      return rank;
    }
  }
}
