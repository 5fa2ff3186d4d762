package dev.weir.s2;

/// Names of basins, streams or access tokens.
public sealed interface ResourceSet {
  /// No name.
  static ResourceSet none() {
    return new Exact("");
  }

  /// Every name.
  static ResourceSet all() {
    return new Prefix("");
  }

  /// The one name; an empty one is no name at all.
  record Exact(String name) implements ResourceSet {}

  /// The names that begin so; an empty prefix is every name.
  record Prefix(String prefix) implements ResourceSet {}

  /// Whether `name` is among them.
  default boolean contains(String name) {
    return switch (this) {
      case Exact(String only) -> !only.isEmpty() && only.equals(name);
      case Prefix(String prefix) -> name.startsWith(prefix);
    };
  }

  /// Whether every name of `other` is among these.
  default boolean containsAll(ResourceSet other) {
    return switch (other) {
      case Exact(String only) -> only.isEmpty() || contains(only);
      case Prefix(String wanted) ->
          this instanceof Prefix(String prefix) && wanted.startsWith(prefix);
    };
  }
}
