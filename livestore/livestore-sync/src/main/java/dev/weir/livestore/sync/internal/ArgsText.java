package dev.weir.livestore.sync.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Optional;

/// The arguments of an event, as they stand in its JSON.
public final class ArgsText {
  private ArgsText() {}

  /// The text of the last `args`, which is the one that counts; empty if there are none.
  ///
  /// @param json a JSON object
  /// @throws IOException if it is not JSON
  public static Optional<String> find(String json) throws IOException {
    return JsonText.read(json, parser -> find(json, parser));
  }

  private static Optional<String> find(String json, JsonParser parser) throws IOException {
    Optional<String> args = Optional.empty();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      int from = (int) parser.currentTokenLocation().getCharOffset();
      JsonText.skipValue(parser);
      if (key.equals("args")) {
        args = Optional.of(json.substring(from, (int) parser.currentLocation().getCharOffset()));
      }
    }
    return args;
  }
}
