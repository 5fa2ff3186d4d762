package dev.weir.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.livestore.sync.EventSeqNum;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/// How answers show what may be missing, or larger than a page can take.
final class Json {
  /// The largest number that JavaScript reads as it is.
  static final long MAX_NUMBER = EventSeqNum.MAX_VALUE;

  private static final int MOST_CHARS = 300;

  private Json() {}

  static String shortened(String text) {
    return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
  }

  static void text(String name, Optional<String> value, JsonGenerator json) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  static void number(String name, Optional<Long> value, JsonGenerator json) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  /// Milliseconds with two decimals, as a field's value or in an array.
  static void millis(OptionalDouble millis, JsonGenerator json) throws IOException {
    if (millis.isPresent()) {
      json.writeNumber(Math.round(millis.getAsDouble() * 100) / 100.0);
    } else {
      json.writeNull();
    }
  }
}
