package dev.weir.livestore.syncs2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.livestore.sync.internal.EventFields;
import dev.weir.livestore.sync.internal.JsonText;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [PullArgs] as JSON: reads one object, the last value of each key counting, as in JavaScript.
final class PullArgsJson {
  private static final String FROM_START = "from-start";

  private final String json;
  private @Nullable String storeId;
  private @Nullable Cursor cursor;
  private @Nullable Boolean live;
  private @Nullable String payload;
  private @Nullable String notAnObject;
  private String storeIdFound = "missing";
  private String cursorFound = "missing";
  private String liveFound = "missing";

  private PullArgsJson(String json) {
    this.json = json;
  }

  static PullArgs decode(String text) {
    try {
      return read(text);
    } catch (IOException notJson) {
      return decodeTwiceEncoded(text, notJson);
    }
  }

  private static PullArgs decodeTwiceEncoded(String text, IOException notJson) {
    Optional<String> decoded = UriComponent.decode(text);
    try {
      if (decoded.isPresent()) {
        return read(decoded.get());
      }
    } catch (IOException notJsonEither) {
      // The first problem is the one that the client's author can see in what was sent.
    }
    throw new MalformedRequestException("args is not JSON: " + JsonText.problem(notJson));
  }

  static String encode(PullArgs args) {
    var json = new StringBuilder("{\"storeId\":");
    JsonText.quote(args.storeId(), json);
    json.append(",\"s2SeqNum\":");
    switch (args.cursor()) {
      case Cursor.FromStart() -> JsonText.quote(FROM_START, json);
      case Cursor.After(long s2SeqNum) -> json.append(s2SeqNum);
    }
    json.append(",\"live\":").append(args.live());
    args.payloadJson().ifPresent(payload -> json.append(",\"payload\":").append(payload));
    return json.append('}').toString();
  }

  private static PullArgs read(String json) throws IOException {
    return JsonText.read(
            json,
            parser -> {
              var args = new PullArgsJson(json);
              args.readValue(parser);
              return args;
            })
        .result();
  }

  private void readValue(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      readObject(parser);
    } else {
      notAnObject = EventFields.describe(parser);
      JsonText.skipValue(parser);
    }
  }

  private void readObject(JsonParser parser) throws IOException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      switch (key) {
        case "storeId" -> readStoreId(parser);
        case "s2SeqNum" -> readCursor(parser);
        case "live" -> readLive(parser);
        case "payload" -> readPayload(parser);
        default -> JsonText.skipValue(parser);
      }
    }
  }

  private void readStoreId(JsonParser parser) throws IOException {
    boolean ok = parser.currentToken() == JsonToken.VALUE_STRING;
    storeId = ok ? parser.getText() : null;
    storeIdFound = EventFields.describe(parser);
    JsonText.skipValue(parser);
  }

  private void readCursor(JsonParser parser) throws IOException {
    cursor = null;
    cursorFound = EventFields.describe(parser);
    if (parser.currentToken().isNumeric()) {
      double number = JsonText.number(parser);
      if (number >= 0 && JsonText.isSafeInteger(number)) {
        cursor = new Cursor.After((long) number);
      }
    } else if (parser.currentToken() == JsonToken.VALUE_STRING
        && parser.getText().equals(FROM_START)) {
      cursor = new Cursor.FromStart();
    }
    JsonText.skipValue(parser);
  }

  private void readLive(JsonParser parser) throws IOException {
    live = parser.currentToken().isBoolean() ? parser.getBooleanValue() : null;
    liveFound = EventFields.describe(parser);
    JsonText.skipValue(parser);
  }

  private void readPayload(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    JsonText.skipValue(parser);
    payload = json.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  private PullArgs result() {
    if (notAnObject != null) {
      throw new MalformedRequestException("args must be a JSON object, but was " + notAnObject);
    }
    if (storeId == null) {
      throw new MalformedRequestException("args.storeId must be a string, but was " + storeIdFound);
    }
    if (cursor == null) {
      throw new MalformedRequestException(
          "args.s2SeqNum must be an integer in 0..2^53-1 or \"from-start\", but was "
              + cursorFound);
    }
    if (live == null) {
      throw new MalformedRequestException("args.live must be a boolean, but was " + liveFound);
    }
    return new PullArgs(storeId, cursor, live, Optional.ofNullable(payload));
  }
}
