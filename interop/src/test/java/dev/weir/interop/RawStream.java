package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// A store's stream as the S2 API shows it to whoever has it, with Weir or without: what others
/// than Weir may do to it.
record RawStream(Weir s2, String storeId) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// Appends records as they stand in the JSON of the S2 API.
  void append(JsonNode records) {
    ObjectNode body = JSON.createObjectNode();
    body.set("records", records);
    var response = send("POST", "/records", body.toString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  /// Appends records with these bodies, without the mark that Weir's own records bear.
  void append(String... bodies) {
    ArrayNode records = JSON.createArrayNode();
    for (var body : bodies) {
      records.addObject().put("body", body);
    }
    append(records);
  }

  /// Appends a command of S2's.
  void command(String name, String body) {
    ArrayNode records = JSON.createArrayNode();
    var record = records.addObject().put("body", body);
    record.putArray("headers").addArray().add("").add(name);
    append(records);
  }

  /// Appends a record that has headers alone.
  void appendBodyless() {
    ArrayNode records = JSON.createArrayNode();
    records.addObject().putArray("headers").addArray().add("a").add("b");
    append(records);
  }

  /// Takes away what lies before an S2 number below 128.
  void trim(int s2SeqNum) {
    command("trim", "\0".repeat(7) + (char) s2SeqNum);
  }

  /// All records, as the S2 API gives them, which is how [#append] takes them.
  JsonNode records() throws IOException {
    var response = send("GET", "/records?seq_num=0&count=1000&wait=0", "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("records");
  }

  void delete() {
    assertThat(send("DELETE", "", "").statusCode()).isBetween(200, 299);
  }

  void create() {
    var config = JSON.valueToTree(Map.of("retention_policy", Map.of("infinite", Map.of())));
    var response = send("PUT", "", config.toString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
  }

  private HttpResponse<String> send(String method, String path, String body) {
    var url = URI.create(s2.s2Api() + "/streams/" + storeId + path);
    var request =
        HttpRequest.newBuilder(url)
            .header("s2-basin", "livestore")
            .header("s2-format", "raw")
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .timeout(Duration.ofSeconds(30))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + url, e);
    }
  }
}
