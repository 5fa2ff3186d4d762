package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/// A client over plain HTTP that is as quick as its proxy: it pulls, numbers its events behind what
/// came, pushes them, and goes to the next proxy when one does not answer. Used by one thread.
final class RawClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OK = 200;

  private final String id;
  private final String storeId;
  private final List<String> endpoints;
  private final Deque<String> pending;
  private int endpoint;
  private long head;
  private String cursor = "\"from-start\"";

  /// @param endpoint the index of the proxy to begin with
  RawClient(
      String id,
      String storeId,
      List<String> endpoints,
      int endpoint,
      Collection<String> eventIds) {
    this.id = id;
    this.storeId = storeId;
    this.endpoints = endpoints;
    this.endpoint = endpoint;
    this.pending = new ArrayDeque<>(eventIds);
  }

  /// Until all events have come back.
  ///
  /// @param acknowledged told of each push that was accepted
  void run(int atOnce, Runnable acknowledged) throws InterruptedException {
    while (!pending.isEmpty()) {
      try {
        if (push(atOnce) == OK) {
          acknowledged.run();
        }
        pull();
      } catch (IOException e) {
        endpoint = (endpoint + 1) % endpoints.size();
      }
    }
  }

  private int push(int atOnce) throws IOException, InterruptedException {
    var body = JSON.createObjectNode().put("storeId", storeId);
    var batch = body.putArray("batch");
    var parent = head;
    for (var event : pending.stream().limit(atOnce).toList()) {
      var json = batch.addObject().put("name", "v1.TodoCreated");
      json.putObject("args").put("id", event);
      json.put("seqNum", parent + 1).put("parentSeqNum", parent);
      json.put("clientId", id).put("sessionId", id);
      parent++;
    }
    var request =
        to("")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private void pull() throws IOException, InterruptedException {
    var args = "{\"storeId\":\"%s\",\"s2SeqNum\":%s,\"live\":false}".formatted(storeId, cursor);
    var request = to("?args=" + URLEncoder.encode(args, StandardCharsets.UTF_8)).GET();
    var answer = HTTP.send(request.build(), BodyHandlers.ofString()).body();
    for (var line : answer.lines().filter(line -> line.startsWith("data: {\"records\"")).toList()) {
      for (var entry : JSON.readTree(line.substring("data: ".length())).path("records")) {
        take(entry);
      }
    }
  }

  private void take(JsonNode entry) throws JsonProcessingException {
    var event = JSON.readTree(entry.path("body").asText());
    assertThat(event.path("parentSeqNum").asLong())
        .as("%s is sent what follows", id)
        .isEqualTo(head);
    head = event.path("seqNum").asLong();
    cursor = String.valueOf(entry.path("seq_num").asLong());
    if (event.path("args").path("id").asText().equals(pending.peek())) {
      pending.remove();
    }
  }

  private HttpRequest.Builder to(String query) {
    return HttpRequest.newBuilder(URI.create(endpoints.get(endpoint) + query)).timeout(PATIENCE);
  }
}
