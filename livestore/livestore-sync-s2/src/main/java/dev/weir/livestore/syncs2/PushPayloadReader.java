package dev.weir.livestore.syncs2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.MalformedEventException;
import dev.weir.livestore.sync.internal.EventFields;
import dev.weir.livestore.sync.internal.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one [PushPayload]. What is wrong with the value of a key is kept until the end of the
/// body, because a later value of the same key replaces it.
final class PushPayloadReader {
  private final byte[] body;
  private final int start;
  private @Nullable String storeId;
  private @Nullable List<EncodedEvent> batch;
  private String storeIdProblem = "storeId must be a string, but was missing";
  private String batchProblem = "batch must be an array, but was missing";

  private PushPayloadReader(byte[] body, int start) {
    this.body = body;
    this.start = start;
  }

  static PushPayload read(byte[] body) {
    Utf8.check(body);
    int start = Utf8.hasByteOrderMark(body) ? 3 : 0;
    try {
      return JsonText.read(
              body,
              start,
              body.length - start,
              parser -> {
                var reader = new PushPayloadReader(body, start);
                reader.readValue(parser);
                return reader;
              })
          .result();
    } catch (IOException e) {
      throw new MalformedRequestException("the body is not JSON: " + JsonText.problem(e));
    }
  }

  private PushPayload result() {
    if (storeId == null) {
      throw new MalformedRequestException(storeIdProblem);
    }
    if (batch == null) {
      throw new MalformedRequestException(batchProblem);
    }
    return new PushPayload(storeId, batch);
  }

  private void readValue(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedRequestException(
          "the body must be a JSON object, but was " + EventFields.describe(parser));
    }
    readObject(parser);
  }

  private void readObject(JsonParser parser) throws IOException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (key) {
        case "storeId" -> readStoreId(parser, value);
        case "batch" -> readBatch(parser, value);
        default -> JsonText.skipValue(parser);
      }
    }
  }

  private void readStoreId(JsonParser parser, JsonToken value) throws IOException {
    storeId = value == JsonToken.VALUE_STRING ? parser.getText() : null;
    storeIdProblem = "storeId must be a string, but was " + EventFields.describe(parser);
    JsonText.skipValue(parser);
  }

  private void readBatch(JsonParser parser, JsonToken value) throws IOException {
    batch = null;
    if (value != JsonToken.START_ARRAY) {
      batchProblem = "batch must be an array, but was " + EventFields.describe(parser);
      JsonText.skipValue(parser);
      return;
    }
    var events = new ArrayList<EncodedEvent>();
    try {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        events.add(readEvent(parser, events.size()));
      }
      batch = events;
    } catch (MalformedRequestException e) {
      batchProblem = String.valueOf(e.getMessage());
      skipArray(parser);
    }
  }

  /// @throws MalformedRequestException if it is no event; the parser is then behind it all the same
  private EncodedEvent readEvent(JsonParser parser, int index) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      String found = EventFields.describe(parser);
      JsonText.skipValue(parser);
      throw new MalformedRequestException(
          "batch[" + index + "] must be a JSON object, but was " + found);
    }
    int from = start + (int) parser.currentTokenLocation().getByteOffset();
    EventFields fields = readFields(parser, index);
    int to = start + (int) parser.currentLocation().getByteOffset();
    return fields.withJson(new String(body, from, to - from, StandardCharsets.UTF_8));
  }

  private static EventFields readFields(JsonParser parser, int index) throws IOException {
    try {
      return EventFields.read(parser);
    } catch (MalformedEventException e) {
      throw new MalformedRequestException("batch[" + index + "]." + e.getMessage());
    }
  }

  private static void skipArray(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonText.skipValue(parser);
    }
  }
}
