package dev.weir.livestore.syncs2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.livestore.sync.internal.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The two members of a batch that matter, each as the last value of its key.
///
/// @param records null if there is no array of them
/// @param tail null if there is none
record ReadBatchFields(@Nullable List<RecordFields> records, @Nullable RecordFields tail) {
  static ReadBatchFields read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("the value is no object");
    }
    List<RecordFields> records = null;
    RecordFields tail = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (key) {
        case "records" -> records = readRecords(parser);
        case "tail" -> tail = token == JsonToken.VALUE_NULL ? null : RecordFields.read(parser);
        default -> JsonText.skipValue(parser);
      }
    }
    return new ReadBatchFields(records, tail);
  }

  private static @Nullable List<RecordFields> readRecords(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      JsonText.skipValue(parser);
      return null;
    }
    var records = new ArrayList<RecordFields>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      records.add(RecordFields.read(parser));
    }
    return records;
  }
}
