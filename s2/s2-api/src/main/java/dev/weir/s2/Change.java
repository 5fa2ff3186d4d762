package dev.weir.s2;

import java.util.Optional;

/// What a reconfiguration does to one field: absent, null and a value are three different things
/// (S2 API, reconfigure).
public sealed interface Change<T> {
  /// The field stays as it is.
  record Keep<T>() implements Change<T> {}

  /// The field is unset, and falls to its default.
  record Clear<T>() implements Change<T> {}

  /// The field gets `value`.
  record Set<T>(T value) implements Change<T> {}

  /// A change that leaves the field alone.
  static <T> Change<T> keep() {
    return new Keep<>();
  }

  /// A change that unsets the field.
  static <T> Change<T> clear() {
    return new Clear<>();
  }

  /// A change that sets the field.
  static <T> Change<T> to(T value) {
    return new Set<>(value);
  }

  /// The field after the change.
  default Optional<T> applyTo(Optional<T> current) {
    return switch (this) {
      case Keep<T>() -> current;
      case Clear<T>() -> Optional.empty();
      case Set<T>(T value) -> Optional.of(value);
    };
  }
}
