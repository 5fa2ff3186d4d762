package dev.weir.s2;

/// How long a stream keeps its records.
public sealed interface RetentionPolicy {
  /// So many seconds after they were written.
  ///
  /// Throws [InvalidInputException] if `seconds` is 0; the message is S2's own
  record Age(long seconds) implements RetentionPolicy {
    public Age {
      if (seconds == 0) {
        throw new InvalidInputException("age must be greater than 0 seconds");
      }
    }
  }

  /// For ever, or until they are trimmed.
  record Infinite() implements RetentionPolicy {}
}
