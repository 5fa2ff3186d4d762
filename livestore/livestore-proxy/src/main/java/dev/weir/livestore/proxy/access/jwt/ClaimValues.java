package dev.weir.livestore.proxy.access.jwt;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The claims of a token that was verified.
record ClaimValues(Map<String, Object> claims) {
  /// What a claim says: the texts and whole numbers in it.
  ///
  /// @param path a claim's name, which may have dots, or names with dots between
  List<String> texts(String path) {
    return at(path, claims).stream().flatMap(ClaimValues::texts).toList();
  }

  /// The words of `scope` (RFC 8693) and of `scp`.
  Set<String> scopes() {
    return Stream.of("scope", "scp")
        .flatMap(name -> texts(name).stream())
        .flatMap(words -> Arrays.stream(words.split(" ", -1)))
        .collect(Collectors.toSet());
  }

  private static Optional<Object> at(String path, Map<?, ?> claims) {
    Optional<Object> whole = Optional.ofNullable(claims.get(path));
    int dot = path.indexOf('.');
    if (whole.isPresent() || dot < 0) {
      return whole;
    }
    return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? at(path.substring(dot + 1), inner)
        : Optional.empty();
  }

  private static Stream<String> texts(Object value) {
    return switch (value) {
      case String text -> Stream.of(text);
      case Long number -> Stream.of(number.toString());
      case Integer number -> Stream.of(number.toString());
      case List<?> list ->
          list.stream()
              .filter(element -> element instanceof String || element instanceof Long)
              .map(Object::toString);
      default -> Stream.empty();
    };
  }
}
