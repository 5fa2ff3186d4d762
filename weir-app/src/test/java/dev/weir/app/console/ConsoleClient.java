package dev.weir.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.config.UpConfig;
import dev.weir.app.server.Banner;
import dev.weir.app.server.WeirServer;
import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.AppendRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Weir in memory and somebody who asks its console.
final class ConsoleClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final HttpClient http = HttpClient.newHttpClient();
  final WeirServer server;

  ConsoleClient(UpConfig config) {
    this.server = WeirServer.start(config);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(new Banner(server).base().resolve(path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    var answer = send(request("/console/api/" + path));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  static EncodedEvent event(long seqNum, long parent, String name, String client) {
    return EncodedEvent.of(
        name,
        "{\"n\":" + seqNum + "}",
        new EventSeqNum(seqNum),
        new EventSeqNum(parent),
        client,
        "session");
  }

  /// Pushes as a LiveStore client does.
  HttpResponse<String> push(String storeId, EncodedEvent... events)
      throws IOException, InterruptedException {
    String batch = Stream.of(events).map(EncodedEvent::json).collect(Collectors.joining(","));
    return send(
        request("/api/s2")
            .header("content-type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"storeId\":\"" + storeId + "\",\"batch\":[" + batch + "]}")));
  }

  /// Puts a record into a store's stream behind the proxy's back.
  void append(String stream, String body) throws IOException, InterruptedException {
    String text = JSON.writeValueAsString(body);
    var answer =
        send(
            request("/v1/streams/" + stream + "/records")
                .header("content-type", "application/json")
                .header("s2-basin", "livestore")
                .POST(BodyPublishers.ofString("{\"records\":[{\"body\":" + text + "}]}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /// A record as Weir writes it.
  static AppendRecord marked(EncodedEvent event, String storeId) {
    return CanonicalLog.marked(event, storeId, StreamNaming.DISTINCT);
  }

  static List<Long> positions(JsonNode page) {
    return page.get("events").findValues("s2SeqNum").stream().map(JsonNode::asLong).toList();
  }

  static List<String> kinds(JsonNode page) {
    return page.get("events").findValuesAsText("kind");
  }

  URI base() {
    return new Banner(server).base();
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
