package dev.weir.livestore.sync.internal;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A JSON value as JavaScript holds it, equal by content. The order of an object's keys does not
/// count, and of a repeated key only the last value does.
public sealed interface JsonTree {
  /// JSON's `null`.
  record Null() implements JsonTree {}

  /// `true` or `false`.
  record Bool(boolean value) implements JsonTree {}

  /// A number: an IEEE double, never negative zero.
  record Num(double value) implements JsonTree {}

  /// A string of UTF-16 units, lone surrogates included.
  record Text(String value) implements JsonTree {}

  /// An array.
  record Array(List<JsonTree> items) implements JsonTree {}

  /// An object.
  record Obj(Map<String, JsonTree> members) implements JsonTree {}

  /// Reads a text that is one JSON value.
  static JsonTree parse(String json) throws IOException {
    try (JsonParser parser = JsonText.parser(json)) {
      parser.nextToken();
      JsonTree tree = read(parser);
      JsonText.expectEnd(parser);
      return tree;
    }
  }

  /// Reads a text that is one JSON object.
  static Map<String, JsonTree> parseObject(String json) throws IOException {
    if (parse(json) instanceof Obj(Map<String, JsonTree> members)) {
      return members;
    }
    throw new IOException("the value is no object");
  }

  private static JsonTree read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "no value");
    }
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> new Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(JsonText.number(parser));
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_NULL -> new Null();
      default -> throw new JsonParseException(parser, "unexpected " + token);
    };
  }

  /// A number after a round trip through JavaScript's JSON: negative zero loses its sign, and what
  /// is too large for a double becomes `null`.
  private static JsonTree number(double value) {
    return Double.isInfinite(value) ? new Null() : new Num(value + 0.0);
  }

  private static Obj readObject(JsonParser parser) throws IOException {
    var members = new HashMap<String, JsonTree>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      members.put(key, read(parser));
    }
    return new Obj(members);
  }

  private static Array readArray(JsonParser parser) throws IOException {
    var items = new ArrayList<JsonTree>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(parser));
    }
    return new Array(items);
  }
}
