package dev.weir.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A push or a pull that was not answered as its client hoped.
///
/// @param id greater for each that comes later
/// @param reason what the client is told in one word
/// @param push what is known of it, if it is a push
record Incident(
    long id,
    long at,
    Outcome outcome,
    String reason,
    String message,
    Optional<String> stream,
    Optional<String> storeId,
    Optional<RefusedBatch> push) {
  enum Outcome {
    /// Ordinary: the client pulls, rebases and pushes again.
    CONFLICT("conflict"),
    PUSH_REFUSED("push_refused"),
    PULL_REFUSED("pull_refused");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeNumberField("at", at);
    json.writeStringField("outcome", outcome.text);
    json.writeStringField("reason", reason);
    json.writeStringField("message", message);
    Json.text("stream", stream, json);
    Json.text("storeId", storeId, json);
    Json.text("principal", push.flatMap(RefusedBatch::principal), json);
    Json.text("address", push.flatMap(RefusedBatch::address), json);
    writeBatch(push, json);
    json.writeEndObject();
  }

  private static void writeBatch(Optional<RefusedBatch> push, JsonGenerator json)
      throws IOException {
    var first = push.flatMap(RefusedBatch::first);
    Json.text("clientId", first.map(RefusedBatch.First::clientId), json);
    Json.text("sessionId", first.map(RefusedBatch.First::sessionId), json);
    json.writeNumberField("events", push.map(RefusedBatch::events).orElse(0));
    Json.number("parentSeqNum", first.map(RefusedBatch.First::parentSeqNum), json);
    Json.number("firstSeqNum", first.map(RefusedBatch.First::seqNum), json);
    Json.number("lastSeqNum", first.map(RefusedBatch.First::lastSeqNum), json);
    json.writeArrayFieldStart("names");
    for (String name : push.map(RefusedBatch::names).orElse(List.of())) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeFieldName("latency");
    if (push.isPresent()) {
      json.writeNumber(push.get().millis());
    } else {
      json.writeNull();
    }
  }
}
