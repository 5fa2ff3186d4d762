package dev.weir.s2.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Alternatives by their names in S2's texts, which are those of our constants in kebab case.
final class WireNames {
  private WireNames() {}

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> Optional<E> parse(String name, E[] values) {
    return Arrays.stream(values).filter(value -> of(value).equals(name)).findFirst();
  }
}
