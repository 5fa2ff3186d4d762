package dev.weir.s2.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.s2.Bytes;
import dev.weir.s2.Change;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Reads one JSON text token by token, without building a tree. Every method that reads a value
/// expects to stand on its first token, and leaves on its last.
final class JsonReader {
  private final JsonParser json;
  private Optional<InvalidInputException> firstInvalid = Optional.empty();

  private JsonReader(JsonParser json) {
    this.json = json;
  }

  /// What a client sent.
  ///
  /// @throws RequestRejectedException `BAD_JSON` for whatever is not as `body` expects
  /// @throws InvalidInputException for values that are well-formed but break a rule
  static <T> T request(byte[] text, Body<T> body) {
    try {
      return read(text, body);
    } catch (JsonProcessingException e) {
      throw new RequestRejectedException(ErrorCode.BAD_JSON, describe(e), e);
    } catch (IOException e) {
      throw new RequestRejectedException(ErrorCode.BAD_JSON, "Unreadable JSON", e);
    }
  }

  /// What a server sent.
  ///
  /// @throws TransportException for whatever is not as `body` expects
  static <T> T response(byte[] text, Body<T> body) {
    try {
      return read(text, body);
    } catch (IOException | InvalidInputException e) {
      throw new TransportException("the answer is not S2's: " + e.getMessage(), true, e);
    }
  }

  static <T> T read(byte[] text, Body<T> body) throws IOException {
    try (var json = JsonWriter.FACTORY.createParser(text)) {
      return new JsonReader(json).readAll(body);
    }
  }

  private <T> T readAll(Body<T> body) throws IOException {
    json.nextToken();
    try {
      T value = body.read(this);
      expectEnd();
      throwIfInvalid();
      return value;
    } catch (InvalidInputException e) {
      invalid(e);
      skipToEnd(); // a text that is no JSON is reported as such, whatever else is wrong with it
      throw firstInvalid.orElse(e);
    }
  }

  /// Notes a value that is well-formed but breaks a rule. The first such fails the text once all of
  /// it has been read, because what is not well-formed comes first.
  void invalid(InvalidInputException e) {
    firstInvalid = firstInvalid.or(() -> Optional.of(e));
  }

  private void throwIfInvalid() {
    firstInvalid.ifPresent(e -> {
      throw e;
    });
  }

  private void skipToEnd() throws IOException {
    while (json.nextToken() != null) {}
  }

  private void expectEnd() throws IOException {
    if (json.nextToken() != null) {
      throw bad("trailing characters");
    }
  }

  /// Enters an object; its fields come from [#nextField].
  JsonReader beginObject() throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    return this;
  }

  /// Goes to the next field's value, or leaves the object.
  boolean nextField() throws IOException {
    if (json.nextToken() != JsonToken.FIELD_NAME) {
      return false;
    }
    json.nextToken();
    return true;
  }

  /// The name of the field whose value comes.
  String field() throws IOException {
    return json.currentName();
  }

  /// Enters an array; its elements come from [#nextElement].
  JsonReader beginArray() throws IOException {
    expect(JsonToken.START_ARRAY, "an array");
    return this;
  }

  /// Goes to the next element, or leaves the array.
  boolean nextElement() throws IOException {
    return json.nextToken() != JsonToken.END_ARRAY;
  }

  void skip() throws IOException {
    json.skipChildren();
  }

  boolean isString() {
    return json.hasToken(JsonToken.VALUE_STRING);
  }

  boolean isNull() {
    return json.hasToken(JsonToken.VALUE_NULL);
  }

  /// Empty where there is a null, else what `present` reads.
  <T> Optional<T> optional(Body<T> present) throws IOException {
    return isNull() ? Optional.empty() : Optional.of(present.read(this));
  }

  /// What a field of a reconfiguration asks for: null clears it.
  <T> Change<T> change(Body<T> present) throws IOException {
    return isNull() ? Change.clear() : Change.to(present.read(this));
  }

  String string() throws IOException {
    expect(JsonToken.VALUE_STRING, "a string");
    return json.getText();
  }

  /// A string that `parse` turns into a value; what it refuses is not as the schema has it.
  <T> T string(Function<String, T> parse) throws IOException {
    String text = string();
    try {
      return parse.apply(text);
    } catch (InvalidInputException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  /// A string that names one of `values`.
  <E extends Enum<E>> E variant(E[] values) throws IOException {
    String name = string();
    return WireNames.parse(name, values).orElseThrow(() -> bad("unknown variant `" + name + "`"));
  }

  boolean bool() throws IOException {
    if (json.hasToken(JsonToken.VALUE_TRUE)) {
      return true;
    }
    expect(JsonToken.VALUE_FALSE, "a boolean");
    return false;
  }

  Instant dateTime() throws IOException {
    String text = string();
    try {
      return DateTimes.parse(text);
    } catch (DateTimeException e) {
      throw bad("expected an RFC 3339 date-time, got `" + text + "`");
    }
  }

  /// A number from 0 to 2^64 - 1.
  long unsigned() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "an unsigned 64-bit integer");
    if (json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long value = json.getLongValue();
      if (value >= 0) {
        return value;
      }
    } else {
      BigInteger value = json.getBigIntegerValue();
      if (value.signum() > 0 && value.bitLength() <= Long.SIZE) {
        return value.longValue();
      }
    }
    throw bad("expected an unsigned 64-bit integer");
  }

  /// A number, also with a fraction.
  double real() throws IOException {
    if (!json.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
      expect(JsonToken.VALUE_NUMBER_INT, "a number");
    }
    return json.getDoubleValue();
  }

  /// Empty where there is a null, else a number from 0 to 2^64 - 1.
  OptionalLong optionalUnsigned() throws IOException {
    return isNull() ? OptionalLong.empty() : OptionalLong.of(unsigned());
  }

  /// A string's text as the bytes it stands for. What should be Base64 and is not is noted as
  /// invalid.
  Bytes bytes(RecordFormat format) throws IOException {
    expect(JsonToken.VALUE_STRING, "a string");
    char[] chars = json.getTextCharacters();
    int offset = json.getTextOffset();
    int length = json.getTextLength();
    return switch (format) {
      case BASE64 -> base64(chars, offset, length);
      case RAW ->
          Utf8.encode(chars, offset, length)
              .orElseThrow(() -> bad("a string with half a surrogate pair"));
    };
  }

  private Bytes base64(char[] chars, int offset, int length) {
    try {
      return Base64Text.decode(chars, offset, length);
    } catch (InvalidInputException e) {
      invalid(e);
      return Bytes.empty();
    }
  }

  JsonParseException bad(String message) {
    return new JsonParseException(json, message, json.currentTokenLocation());
  }

  private void expect(JsonToken token, String what) throws IOException {
    if (!json.hasToken(token)) {
      throw bad("expected " + what);
    }
  }

  private static String describe(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null
        ? e.getOriginalMessage()
        : e.getOriginalMessage() + " at line " + at.getLineNr() + " column " + at.getColumnNr();
  }

  /// Reads the value that the reader stands on.
  interface Body<T> {
    T read(JsonReader json) throws IOException;
  }
}
