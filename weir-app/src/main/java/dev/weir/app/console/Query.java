package dev.weir.app.console;

import com.linecorp.armeria.common.QueryParams;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.StreamName;
import java.util.Optional;
import java.util.OptionalLong;

/// The parameters of one request.
record Query(QueryParams params) {
  Optional<String> text(String name) {
    return Optional.ofNullable(params.get(name)).filter(value -> !value.isEmpty());
  }

  /// A number that is not negative.
  OptionalLong number(String name) {
    var text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= 0) {
        return OptionalLong.of(value);
      }
    } catch (NumberFormatException e) {
      // told below, as what is negative
    }
    throw ConsoleException.invalid(name + " must be a number that is not negative");
  }

  int upTo(String name, int most, int without) {
    long value = number(name).orElse(without);
    if (value < 1 || value > most) {
      throw ConsoleException.invalid(name + " must be 1 to " + most);
    }
    return (int) value;
  }

  Optional<StreamName> optionalStream() {
    return text("stream").map(Query::streamName);
  }

  StreamName stream() {
    return optionalStream()
        .orElseThrow(() -> ConsoleException.invalid("stream must name a store's stream"));
  }

  private static StreamName streamName(String name) {
    try {
      return new StreamName(name);
    } catch (InvalidInputException e) {
      throw ConsoleException.invalid("stream: " + e.getMessage());
    }
  }
}
