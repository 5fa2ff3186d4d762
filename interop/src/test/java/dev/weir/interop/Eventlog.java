package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A store's events as they lie in its S2 stream, read through the S2 API and so past the proxy.
record Eventlog(List<Entry> entries) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String BASIN = "livestore";
  static final String NUDGE = "nudge";

  /// One record: where S2 put it, and the event in its body.
  record Entry(long s2SeqNum, long eventSeqNum, long parentSeqNum, String clientId, String id) {}

  static Eventlog read(Weir weir, String storeId) {
    var entries = new ArrayList<Entry>();
    while (true) {
      var page = readPage(weir, storeId, entries.isEmpty() ? 0 : entries.getLast().s2SeqNum() + 1);
      if (page.isEmpty()) {
        return new Eventlog(entries);
      }
      entries.addAll(page);
    }
  }

  private static List<Entry> readPage(Weir weir, String storeId, long from) {
    var url = weir.s2Api() + "/streams/" + storeId + "/records?count=1000&wait=0&seq_num=" + from;
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("s2-basin", BASIN)
            .header("s2-format", "raw")
            .header("accept", "application/json")
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      var response = HTTP.send(request, BodyHandlers.ofString());
      if (response.statusCode() == 416) { // S2's answer to a read at the tail
        return List.of();
      }
      assertThat(response.statusCode()).as("GET %s: %s", url, response.body()).isEqualTo(200);
      var entries = new ArrayList<Entry>();
      for (var entry : JSON.readTree(response.body()).path("records")) {
        entries.add(entry(entry));
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + url, e);
    }
  }

  private static Entry entry(JsonNode sequenced) {
    var event = json(sequenced.path("body").asText());
    return new Entry(
        sequenced.path("seq_num").asLong(-1),
        event.path("seqNum").asLong(-1),
        event.path("parentSeqNum").asLong(-1),
        event.path("clientId").asText(),
        event.path("args").path("id").asText());
  }

  /// Records of others may be no events, or no JSON at all.
  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.nullNode();
    }
  }

  /// The log without what does not belong to it: the chain in which each event's parent is the one
  /// before it.
  Eventlog canonical() {
    var chain = new ArrayList<Entry>();
    var head = 0L;
    for (var entry : entries) {
      if (entry.parentSeqNum() == head && entry.eventSeqNum() > head) {
        chain.add(entry);
        head = entry.eventSeqNum();
      }
    }
    return new Eventlog(chain);
  }

  /// The ids in order, without those of nudges.
  List<String> ids() {
    return entries.stream()
        .filter(entry -> !entry.clientId().equals(NUDGE))
        .map(Entry::id)
        .toList();
  }

  /// Record `i` must hold event `i + 1`, whose parent is event `i`: nothing missing, doubled or out
  /// of order.
  void assertOneUnbrokenChain() {
    for (var i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      assertThat(entry)
          .as("record %d", i)
          .isEqualTo(new Entry(i, i + 1L, i, entry.clientId(), entry.id()));
    }
  }

  /// Pushes events of a client of our own behind event `head`, in one batch, and returns the
  /// proxy's status.
  static int push(Weir weir, String storeId, String clientId, int head, List<String> ids) {
    return push(weir.endpoint(), storeId, clientId, head, ids);
  }

  /// The same to any proxy.
  static int push(String endpoint, String storeId, String clientId, int head, List<String> ids) {
    var body = JSON.createObjectNode().put("storeId", storeId);
    var batch = body.putArray("batch");
    var parent = head;
    for (var id : ids) {
      var event = batch.addObject().put("name", "v1.TodoCreated");
      event.putObject("args").put("id", id).put("author", clientId).put("title", "todo");
      event.put("seqNum", parent + 1).put("parentSeqNum", parent);
      event.put("clientId", clientId).put("sessionId", clientId);
      parent++;
    }
    var request =
        HttpRequest.newBuilder(URI.create(endpoint))
            .header("content-type", "application/json")
            .timeout(Duration.ofSeconds(30)) // some refusals come slowly
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pushing to " + storeId, e);
    }
  }
}
