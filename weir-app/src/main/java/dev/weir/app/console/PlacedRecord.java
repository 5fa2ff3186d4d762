package dev.weir.app.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.s2.Header;
import dev.weir.s2.SequencedRecord;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A record, and what it is in its store's chain.
record PlacedRecord(SequencedRecord record, Kind kind, Optional<EncodedEvent> event) {
  private static final int MOST_ARGS_BYTES = 8 << 10;

  enum Kind {
    /// Part of the chain that clients get.
    CANONICAL,
    /// An event that is in the chain before it, stored again.
    DUPLICATE,
    /// Another event than the chain has at that place, or one whose parent the chain does not have.
    FORK,
    /// An event of a place that the chain passed longer ago than is looked at: a duplicate or a
    /// fork.
    STRAY,
    /// No event.
    FOREIGN,
    /// One of S2's own: trim or fence.
    COMMAND,
    /// An event of which it would take too long to say.
    UNPLACED
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(MOST_ARGS_BYTES, json);
    json.writeEndObject();
  }

  /// All of it, and with the events that it builds on, the nearest first.
  void writeWhole(List<PlacedRecord> ancestors, JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(Integer.MAX_VALUE, json);
    json.writeArrayFieldStart("headers");
    for (Header header : record.headers()) {
      json.writeStartArray();
      json.writeString(header.name().utf8());
      json.writeString(header.value().utf8());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeStringField("body", record.body().utf8());
    json.writeArrayFieldStart("ancestors");
    for (PlacedRecord ancestor : ancestors) {
      ancestor.write(json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeFields(int mostArgsBytes, JsonGenerator json) throws IOException {
    json.writeNumberField("s2SeqNum", record.seqNum());
    json.writeNumberField("timestamp", timestamp());
    json.writeStringField("kind", kind.name().toLowerCase(Locale.ROOT));
    json.writeNumberField("bytes", record.meteredBytes());
    Json.number("seqNum", event.map(e -> e.seqNum().value()), json);
    Json.number("parentSeqNum", event.map(e -> e.parentSeqNum().value()), json);
    Json.text("name", event.map(EncodedEvent::name), json);
    Json.text("clientId", event.map(EncodedEvent::clientId), json);
    Json.text("sessionId", event.map(EncodedEvent::sessionId), json);
    Optional<String> args = event.flatMap(EncodedEvent::argsJson);
    int bytes = args.map(text -> text.getBytes(UTF_8).length).orElse(0);
    Optional<String> shown = args.filter(text -> bytes <= mostArgsBytes);
    json.writeNumberField("argsBytes", bytes);
    json.writeFieldName("args");
    if (shown.isPresent()) {
      json.writeRawValue(shown.get());
    } else {
      json.writeNull();
    }
  }

  long timestamp() {
    long timestamp = record.timestamp();
    return timestamp < 0 ? Json.MAX_NUMBER : Math.min(timestamp, Json.MAX_NUMBER);
  }
}
