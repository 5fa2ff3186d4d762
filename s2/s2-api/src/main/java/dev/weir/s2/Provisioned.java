package dev.weir.s2;

/// A basin or stream that was created or ensured, and what that took.
public record Provisioned<T>(T info, Outcome outcome) {
  /// What a create or ensure did.
  public enum Outcome {
    /// It was missing.
    CREATED,
    /// It had another configuration.
    UPDATED,
    /// It was so already.
    NOOP
  }
}
