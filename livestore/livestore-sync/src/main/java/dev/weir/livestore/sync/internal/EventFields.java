package dev.weir.livestore.sync.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.MalformedEventException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What an event's JSON says, apart from its arguments, which are only checked to be JSON.
public record EventFields(
    String name, EventSeqNum seqNum, EventSeqNum parentSeqNum, String clientId, String sessionId) {

  /// Reads the event whose first token the parser stands on, up to and including its last, also
  /// when it is found malformed: the parser can go on behind it.
  ///
  /// @throws MalformedEventException if the value is no event; the message begins with the field
  /// @throws IOException if it is not JSON
  public static EventFields read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      String found = describe(parser);
      JsonText.skipValue(parser);
      throw new MalformedEventException("an event must be a JSON object, but was " + found);
    }
    var name = new TextField("name");
    var seqNum = new NumberField("seqNum");
    var parentSeqNum = new NumberField("parentSeqNum");
    var clientId = new TextField("clientId");
    var sessionId = new TextField("sessionId");
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      switch (key) {
        case "name" -> name.read(parser);
        case "seqNum" -> seqNum.read(parser);
        case "parentSeqNum" -> parentSeqNum.read(parser);
        case "clientId" -> clientId.read(parser);
        case "sessionId" -> sessionId.read(parser);
        default -> JsonText.skipValue(parser);
      }
    }
    return new EventFields(
        name.get(), seqNum.get(), parentSeqNum.get(), clientId.get(), sessionId.get());
  }

  /// The event, with the text that these fields were read from.
  public EncodedEvent withJson(String json) {
    return new EncodedEvent(name, seqNum, parentSeqNum, clientId, sessionId, json);
  }

  /// The current value, short enough for a message.
  public static String describe(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> clip(parser.getText());
      default -> parser.getText();
    };
  }

  private static String clip(String number) {
    return number.length() <= 32 ? number : number.substring(0, 32) + "…";
  }

  /// A key's last value in the object so far: a later one replaces an earlier one, right or wrong.
  private static final class TextField {
    private final String key;
    private @Nullable String value;
    private String found = "missing";

    TextField(String key) {
      this.key = key;
    }

    void read(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        value = parser.getText();
      } else {
        value = null;
        found = describe(parser);
        parser.skipChildren();
      }
    }

    String get() {
      if (value == null) {
        throw new MalformedEventException(key + " must be a string, but was " + found);
      }
      return value;
    }
  }

  private static final class NumberField {
    private final String key;
    private @Nullable EventSeqNum value;
    private String found = "missing";

    NumberField(String key) {
      this.key = key;
    }

    void read(JsonParser parser) throws IOException {
      double number =
          parser.currentToken().isNumeric() ? JsonText.number(parser) : Double.POSITIVE_INFINITY;
      if (JsonText.isSafeInteger(number)) {
        value = new EventSeqNum((long) number);
      } else {
        value = null;
        found = describe(parser);
        JsonText.skipValue(parser);
      }
    }

    EventSeqNum get() {
      if (value == null) {
        throw new MalformedEventException(
            key + " must be an integer within ±(2^53-1), but was " + found);
      }
      return value;
    }
  }
}
