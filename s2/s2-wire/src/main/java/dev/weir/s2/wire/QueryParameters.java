package dev.weir.s2.wire;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The parameters of a query that a request knows; others are ignored, as they may be newer than
/// we.
final class QueryParameters {
  private final Map<String, String> values = new HashMap<>();

  /// @throws RequestRejectedException `BAD_QUERY`
  static QueryParameters parse(String rawQuery, Set<String> known) {
    var parameters = new QueryParameters();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      if (known.contains(name)) {
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (parameters.values.put(name, value) != null) {
          throw bad("duplicate field `" + name + "`");
        }
      }
    }
    return parameters;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  OptionalLong unsigned(String name) {
    var text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseUnsignedLong(text.get()));
    } catch (NumberFormatException e) {
      throw bad(name + ": invalid unsigned integer `" + text.get() + "`");
    }
  }

  boolean flag(String name) {
    return switch (text(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(name + ": provided string was not `true` or `false`");
    };
  }

  static RequestRejectedException bad(String message) {
    return new RequestRejectedException(
        ErrorCode.BAD_QUERY, "Failed to deserialize query string: " + message);
  }

  private static String decode(String text) {
    try {
      return PercentCoding.decode(text.replace('+', ' '));
    } catch (CharacterCodingException e) {
      throw bad("not UTF-8");
    }
  }
}
