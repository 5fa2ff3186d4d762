package dev.weir.livestore.syncs2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.livestore.sync.internal.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a client needs of one record, or of a tail, which is one without a body. Read in one pass;
/// of a key that occurs twice the last value counts, so whether a value is right shows only at the
/// end of the object.
final class RecordFields {
  private static final String INTEGER = " must be an integer in 0..2^53-1";

  private boolean isObject;
  private long seqNum = -1;
  private long timestamp = -1;
  private @Nullable String body;
  private boolean isBodyWrong;
  private @Nullable String headersProblem;
  private boolean isCommand;

  /// The value that the parser stands on, up to its last token.
  static RecordFields read(JsonParser parser) throws IOException {
    var fields = new RecordFields();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      fields.isObject = true;
      fields.readMembers(parser);
    } else {
      JsonText.skipValue(parser);
    }
    return fields;
  }

  private void readMembers(JsonParser parser) throws IOException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      switch (key) {
        case "seq_num" -> seqNum = number(parser);
        case "timestamp" -> timestamp = number(parser);
        case "headers" -> readHeaders(parser);
        case "body" -> readBody(parser);
        default -> JsonText.skipValue(parser);
      }
    }
  }

  /// -1 if it is none.
  private static long number(JsonParser parser) throws IOException {
    if (!parser.currentToken().isNumeric()) {
      JsonText.skipValue(parser);
      return -1;
    }
    double number = JsonText.number(parser);
    return number >= 0 && JsonText.isSafeInteger(number) ? (long) number : -1;
  }

  private void readBody(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    body = token == JsonToken.VALUE_STRING ? parser.getText() : null;
    isBodyWrong = token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL;
    JsonText.skipValue(parser);
  }

  /// S2 marks its commands with a single header whose name is empty.
  private void readHeaders(JsonParser parser) throws IOException {
    headersProblem = null;
    isCommand = false;
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      headersProblem = parser.currentToken() == JsonToken.VALUE_NULL ? null : " must be an array";
      JsonText.skipValue(parser);
      return;
    }
    boolean isFirstNameless = false;
    int count = 0;
    for (; parser.nextToken() != JsonToken.END_ARRAY; count++) {
      boolean isNameless = readHeader(parser, "[" + count + "]");
      isFirstNameless = count == 0 ? isNameless : isFirstNameless;
    }
    isCommand = count == 1 && isFirstNameless;
  }

  /// @return whether its name is empty
  private boolean readHeader(JsonParser parser, String path) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      JsonText.skipValue(parser);
      wrongHeader(path + " must be an array");
      return false;
    }
    boolean isNameless = false;
    int size = 0;
    String wrongPart = null;
    for (; parser.nextToken() != JsonToken.END_ARRAY; size++) {
      boolean isText = parser.currentToken() == JsonToken.VALUE_STRING;
      isNameless |= size == 0 && isText && parser.getText().isEmpty();
      wrongPart = wrongPart == null && !isText ? path + "[" + size + "]" : wrongPart;
      JsonText.skipValue(parser);
    }
    if (size != 2) {
      wrongHeader(path + " must be a name and a value");
    } else if (wrongPart != null) {
      wrongHeader(wrongPart + " must be a string");
    }
    return isNameless;
  }

  private void wrongHeader(String problem) {
    headersProblem = headersProblem == null ? problem : headersProblem;
  }

  /// What is wrong with the record, its path left out, or null.
  @Nullable String problem() {
    String problem = positionProblem();
    if (problem != null) {
      return problem;
    }
    if (headersProblem != null) {
      return ".headers" + headersProblem;
    }
    return isBodyWrong ? ".body must be a string" : null;
  }

  /// The same for what is no more than a position.
  @Nullable String positionProblem() {
    if (!isObject) {
      return " must be an object";
    }
    if (seqNum < 0) {
      return ".seq_num" + INTEGER;
    }
    return timestamp < 0 ? ".timestamp" + INTEGER : null;
  }

  long seqNum() {
    return seqNum;
  }

  long timestamp() {
    return timestamp;
  }

  @Nullable String body() {
    return body;
  }

  boolean isCommand() {
    return isCommand;
  }
}
