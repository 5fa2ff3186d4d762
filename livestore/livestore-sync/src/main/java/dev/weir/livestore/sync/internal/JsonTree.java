package dev.weir.livestore.sync.internal;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A JSON value as JavaScript holds it. Of a repeated key only the last value is kept.
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

  /// Whether both are the same value; the order of an object's keys does not count. Unlike
  /// `equals`, whose generated code takes several frames a level, it bears the deepest nesting.
  default boolean isSame(JsonTree other) {
    if (this instanceof Array(List<JsonTree> items)) {
      return other instanceof Array(List<JsonTree> others) && areSame(items, others);
    }
    if (this instanceof Obj(Map<String, JsonTree> members)) {
      return other instanceof Obj(Map<String, JsonTree> others) && areSame(members, others);
    }
    return equals(other);
  }

  private static boolean areSame(List<JsonTree> items, List<JsonTree> others) {
    if (items.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      if (!items.get(i).isSame(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean areSame(Map<String, JsonTree> members, Map<String, JsonTree> others) {
    if (members.size() != others.size()) {
      return false;
    }
    for (Map.Entry<String, JsonTree> member : members.entrySet()) {
      JsonTree other = others.get(member.getKey());
      if (other == null || !member.getValue().isSame(other)) {
        return false;
      }
    }
    return true;
  }

  /// Reads a text that is one JSON value.
  static JsonTree parse(String json) throws IOException {
    return JsonText.readDistinct(json, JsonTree::read);
  }

  /// Reads a text that is one JSON object.
  static Map<String, JsonTree> parseObject(String json) throws IOException {
    if (parse(json) instanceof Obj(Map<String, JsonTree> members)) {
      return members;
    }
    throw new IOException("the value is no object");
  }

  private static JsonTree read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> new Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(JsonText.number(parser));
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_NULL -> new Null();
      default -> throw new JsonParseException(parser, "unexpected " + parser.currentToken());
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
