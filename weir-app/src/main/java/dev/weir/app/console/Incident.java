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
  private static final int MOST_CHARS = 300;

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
    text("stream", stream, json);
    text("storeId", storeId, json);
    text("principal", push.flatMap(RefusedBatch::principal), json);
    text("address", push.flatMap(RefusedBatch::address), json);
    writeBatch(push, json);
    json.writeEndObject();
  }

  private static void writeBatch(Optional<RefusedBatch> push, JsonGenerator json)
      throws IOException {
    var first = push.flatMap(RefusedBatch::first);
    text("clientId", first.map(RefusedBatch.First::clientId), json);
    text("sessionId", first.map(RefusedBatch.First::sessionId), json);
    json.writeNumberField("events", push.map(RefusedBatch::events).orElse(0));
    number("parentSeqNum", first.map(RefusedBatch.First::parentSeqNum), json);
    number("firstSeqNum", first.map(RefusedBatch.First::seqNum), json);
    number("lastSeqNum", first.map(RefusedBatch.First::lastSeqNum), json);
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

  static String shortened(String text) {
    return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
  }

  static void text(String name, Optional<String> value, JsonGenerator json) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }

  static void number(String name, Optional<Long> value, JsonGenerator json) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }
}
