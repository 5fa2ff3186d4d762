package dev.weir.livestore.proxy.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/// Finds a text in JSON.
final class PayloadText {
  private static final JsonFactory JSON = new JsonFactory();

  private PayloadText() {}

  /// The text at `path`, keys with dots between; of several equal keys the last counts, as in
  /// JavaScript.
  static Optional<String> at(String path, String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return at(path.split("\\.", -1), 0, parser);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> at(String[] keys, int depth, JsonParser parser)
      throws IOException {
    if (depth == keys.length) {
      Optional<String> text =
          parser.currentToken() == JsonToken.VALUE_STRING
              ? Optional.of(parser.getText())
              : Optional.empty();
      parser.skipChildren();
      return text;
    }
    Optional<String> found = Optional.empty();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean named = parser.currentName().equals(keys[depth]);
        parser.nextToken();
        if (named) {
          found = at(keys, depth + 1, parser);
        } else {
          parser.skipChildren();
        }
      }
    } else {
      parser.skipChildren();
    }
    return found;
  }
}
