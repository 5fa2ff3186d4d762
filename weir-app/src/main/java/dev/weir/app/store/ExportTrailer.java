package dev.weir.app.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.app.terminal.JsonLine;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The last line of an export, by which it is known to be whole.
///
/// @param head the number of the last event
/// @param sha256 of all lines before this one, each with its line feed
record ExportTrailer(String store, long events, long head, String sha256) {
  private static final String VERSION = "weirExport";
  private static final Set<String> MEMBERS = Set.of(VERSION, "store", "events", "head", "sha256");
  private static final JsonFactory JSON = new JsonFactory();

  String toJson() {
    return JsonLine.of(json -> {
      json.writeNumberField(VERSION, 1);
      json.writeStringField("store", store);
      json.writeNumberField("events", events);
      json.writeNumberField("head", head);
      json.writeStringField("sha256", sha256);
    });
  }

  /// Empty for a line that is something else, such as an event that begins like this.
  static Optional<ExportTrailer> parse(String line) {
    if (!line.startsWith("{\"" + VERSION + "\":1,")) {
      return Optional.empty();
    }
    try (JsonParser json = JSON.createParser(line)) {
      var members = new TreeMap<String, String>();
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        members.put(key, json.getText());
      }
      return members.keySet().equals(MEMBERS) ? Optional.of(of(members)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ExportTrailer of(Map<String, String> members) {
    return new ExportTrailer(
        members.getOrDefault("store", ""),
        Long.parseLong(members.getOrDefault("events", "")),
        Long.parseLong(members.getOrDefault("head", "")),
        members.getOrDefault("sha256", ""));
  }
}
