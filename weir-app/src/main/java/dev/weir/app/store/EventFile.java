package dev.weir.app.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.terminal.JsonLine;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.MalformedEventException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Events that somebody wrote to be pushed: JSON objects one behind the other, as lines or in one
/// array, each with `name` and `args`. What numbers they have does not count.
final class EventFile {
  /// Where a file is too large it can be cut into several.
  private static final int MOST_BYTES = 256 * 1024 * 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MOST_BYTES).build())
          .build();

  private static final Set<String> KNOWN =
      Set.of("name", "args", "seqNum", "parentSeqNum", "clientId", "sessionId");

  private final String text;
  private final String clientId;
  private final String sessionId;

  private EventFile(String text, String clientId, String sessionId) {
    this.text = text;
    this.clientId = clientId;
    this.sessionId = sessionId;
  }

  /// Reads all of a file, so that nothing is pushed of one that is wrong.
  ///
  /// @throws InvalidOptionException if it is no such file; the message names the event
  static List<EncodedEvent> read(Path file, InputStream in, String clientId, String sessionId) {
    try (InputStream bytes = file.equals(Path.of("-")) ? in : Files.newInputStream(file)) {
      byte[] read = bytes.readNBytes(MOST_BYTES + 1);
      if (read.length > MOST_BYTES) {
        throw new InvalidOptionException(
            file + " has more than " + MOST_BYTES + " bytes. Push it in parts");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read)).toString();
      return new EventFile(text, clientId, sessionId).events();
    } catch (CharacterCodingException e) {
      throw new InvalidOptionException(file + " is not UTF-8. Nothing was pushed", e);
    } catch (NoSuchFileException e) {
      throw new InvalidOptionException("there is no file " + file + ". Nothing was pushed", e);
    } catch (MalformedEventException | IOException e) {
      throw new InvalidOptionException(
          file + " cannot be pushed: " + e.getMessage() + ". Nothing was pushed", e);
    }
  }

  private List<EncodedEvent> events() throws IOException {
    var events = new ArrayList<EncodedEvent>();
    try (JsonParser parser = JSON.createParser(text)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      boolean isArray = parser.nextToken() == JsonToken.START_ARRAY;
      if (isArray) {
        parser.nextToken();
      }
      for (var token = parser.currentToken(); token != null; token = parser.nextToken()) {
        if (isArray && token == JsonToken.END_ARRAY) {
          break;
        }
        events.add(event(parser, events.size() + 1));
      }
      if (isArray && parser.nextToken() != null) {
        throw new MalformedEventException("something follows the array");
      }
    }
    return events;
  }

  private EncodedEvent event(JsonParser parser, int number) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    try {
      return event(parser);
    } catch (MalformedEventException e) {
      throw new MalformedEventException(
          "event " + number + " (line " + line + "): " + e.getMessage());
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new MalformedEventException(
          "event %d (line %d) is no JSON at line %d, column %d"
              .formatted(number, line, at.getLineNr(), at.getColumnNr()));
    }
  }

  private EncodedEvent event(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedEventException("it is no JSON object");
    }
    var members = new StringBuilder();
    var found = new ArrayList<String>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (!KNOWN.contains(key)) {
        throw new MalformedEventException("an event has no member " + key);
      }
      parser.nextToken();
      String value = value(parser);
      if (!key.endsWith("eqNum")) {
        members.append(",\"").append(key).append("\":").append(value);
        found.add(key);
      }
    }
    return EncodedEvent.parse(
        "{\"seqNum\":1,\"parentSeqNum\":0"
            + members
            + (found.contains("clientId") ? "" : "," + member("clientId", clientId))
            + (found.contains("sessionId") ? "" : "," + member("sessionId", sessionId))
            + "}");
  }

  private static String member(String key, String value) {
    String object = JsonLine.of(json -> json.writeStringField(key, value));
    return object.substring(1, object.length() - 1);
  }

  /// The value as it stands in the text.
  private String value(JsonParser parser) throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return text.substring(from, (int) parser.currentLocation().getCharOffset()).strip();
  }
}
