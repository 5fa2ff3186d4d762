package dev.weir.app.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Writes one JSON object on one line.
public final class JsonLine {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonLine() {}

  /// Writes the members of an object.
  @FunctionalInterface
  public interface Members {
    /// Writes them.
    void write(JsonGenerator json) throws IOException;
  }

  /// The object with these members.
  public static String of(Members members) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write JSON to memory", e);
    }
    return text.toString();
  }

  /// JSON text on one line: between its tokens a line break is as good as a space, and within them
  /// there is none.
  public static String flat(String json) {
    return json.replace('\n', ' ').replace('\r', ' ');
  }
}
