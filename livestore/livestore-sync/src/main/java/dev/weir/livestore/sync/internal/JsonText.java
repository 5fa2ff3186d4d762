package dev.weir.livestore.sync.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// JSON as JavaScript's `JSON.parse` accepts it and `JSON.stringify` writes it.
public final class JsonText {
  /// How deep objects and arrays may nest: far beyond real events, and little enough for the stack
  /// of a thread that compares two of them.
  public static final int MAX_NESTING_DEPTH = 1000;

  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              // Lengths are the caller's to limit, by the size of the whole: a number is never
              // turned into more than a double, and a string costs no more than its bytes.
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonText() {}

  /// What to do with a value.
  @FunctionalInterface
  public interface Reading<T> {
    /// Called with the parser on the value's first token, and once more from the start, with
    /// another parser, if that ends in a [JsonParseException].
    T read(JsonParser parser) throws IOException;
  }

  /// Reads a text that is one JSON value.
  ///
  /// @param reading reads up to the value's last token; offsets are those of the text, in
  ///   characters
  /// @throws IOException if it is not JSON, or something follows the value
  public static <T> T read(String json, Reading<T> reading) throws IOException {
    try {
      return readOnce(json, reading);
    } catch (JsonParseException e) {
      return readOnce(differentOr(e, json, LoneSurrogateKeys.blank(json)), reading);
    }
  }

  /// The same, with those keys kept apart that differ only in lone surrogates; offsets mean
  /// nothing.
  static <T> T readDistinct(String json, Reading<T> reading) throws IOException {
    try {
      return readOnce(json, reading);
    } catch (JsonParseException e) {
      return readOnce(differentOr(e, json, LoneSurrogateKeys.distinguish(json)), reading);
    }
  }

  /// Reads UTF-8 that is one JSON value. The caller has made sure that it is UTF-8 without a byte
  /// order mark and without NUL: either would make Jackson guess another encoding.
  ///
  /// @param reading reads up to the value's last token; offsets are in bytes, the first at 0
  /// @throws IOException if it is not JSON, or something follows the value
  public static <T> T read(byte[] utf8, int offset, int length, Reading<T> reading)
      throws IOException {
    try (JsonParser parser = FACTORY.createParser(utf8, offset, length)) {
      return readToEnd(parser, reading);
    } catch (JsonParseException e) {
      // As Latin-1 every byte is a character, and offsets stay what they are.
      var json = new String(utf8, offset, length, StandardCharsets.ISO_8859_1);
      String other = differentOr(e, json, LoneSurrogateKeys.blank(json));
      byte[] bytes = other.getBytes(StandardCharsets.ISO_8859_1);
      try (JsonParser parser = FACTORY.createParser(bytes)) {
        return readToEnd(parser, reading);
      }
    }
  }

  private static <T> T readOnce(String json, Reading<T> reading) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json.toCharArray())) {
      return readToEnd(parser, reading);
    }
  }

  private static <T> T readToEnd(JsonParser parser, Reading<T> reading) throws IOException {
    if (parser.nextToken() == null) {
      throw new IOException("there is no value");
    }
    T result = reading.read(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "unexpected text after the value");
    }
    return result;
  }

  private static String differentOr(JsonParseException failure, String json, String other)
      throws JsonParseException {
    if (json.equals(other)) {
      throw failure;
    }
    return other;
  }

  /// Checks that a text is one JSON value.
  public static void checkValue(String json) throws IOException {
    boolean unused =
        read(
            json,
            parser -> {
              skipValue(parser);
              return true;
            });
  }

  /// Moves to the end of the current value, having checked all of it.
  public static void skipValue(JsonParser parser) throws IOException {
    parser.skipChildren();
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      parser.finishToken();
    }
  }

  /// What is wrong with a text, in one line and without its place in a source file.
  public static String problem(IOException failure) {
    return failure instanceof JacksonException jackson
        ? jackson.getOriginalMessage() + place(jackson)
        : String.valueOf(failure.getMessage());
  }

  private static String place(JacksonException failure) {
    var location = failure.getLocation();
    if (location == null) {
      return "";
    }
    long offset = Math.max(location.getByteOffset(), location.getCharOffset());
    return offset < 0 ? "" : " (at offset " + offset + ")";
  }

  /// The current number as JavaScript holds it: the nearest IEEE double. Numbers beyond its range
  /// are infinite.
  public static double number(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= 15
        ? parser.getLongValue() // exact, and much cheaper
        : Double.parseDouble(parser.getText());
  }

  /// Whether JavaScript's `Number.isSafeInteger` holds.
  public static boolean isSafeInteger(double number) {
    return Math.rint(number) == number && Math.abs(number) <= (1L << 53) - 1;
  }

  /// Appends a string as `JSON.stringify` writes it: lone surrogates escaped, everything else
  /// beyond ASCII as it is.
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && !isLoneSurrogate(text, i)) {
        continue;
      }
      out.append(text, done, i);
      escape(c, out);
      done = i + 1;
    }
    out.append(text, done, text.length()).append('"');
  }

  /// The same JSON without lone surrogates, which no UTF-8 can carry: as escapes instead.
  public static String escapeLoneSurrogates(String json) {
    if (survivesUtf8(json)) {
      return json;
    }
    StringBuilder out = null;
    int done = 0;
    for (int i = 0; i < json.length(); i++) {
      if (isLoneSurrogate(json, i)) {
        out = out == null ? new StringBuilder(json.length() + 16) : out;
        escape(json.charAt(i), out.append(json, done, i));
        done = i + 1;
      }
    }
    return out == null ? json : out.append(json, done, json.length()).toString();
  }

  /// Far cheaper than a look at each character.
  private static boolean survivesUtf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
  }

  private static void escape(char c, StringBuilder out) {
    out.append('\\');
    switch (c) {
      case '"', '\\' -> out.append(c);
      case '\b' -> out.append('b');
      case '\f' -> out.append('f');
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      default ->
          out.append('u')
              .append(HEX[c >> 12])
              .append(HEX[(c >> 8) & 15])
              .append(HEX[(c >> 4) & 15])
              .append(HEX[c & 15]);
    }
  }

  /// Whether the UTF-16 unit at `index` is half a pair whose other half is missing.
  public static boolean isLoneSurrogate(String text, int index) {
    char c = text.charAt(index);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
        : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
  }
}
