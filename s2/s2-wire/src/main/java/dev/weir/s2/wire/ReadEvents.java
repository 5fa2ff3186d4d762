package dev.weir.s2.wire;

import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.S2Exception;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/// A read session as server-sent events: `batch`, `ping`, `error`, and `[DONE]` at a clean end.
public final class ReadEvents {
  private static final String DONE = "[DONE]";

  private ReadEvents() {}

  /// A batch.
  ///
  /// @param id from [LastEventId#after]
  public static byte[] batch(ReadBatch batch, LastEventId id, RecordFormat format) {
    return event(
        "event: batch\nid: " + id + "\n",
        ReadJson.sizeHint(batch),
        json -> ReadJson.write(json, batch, format));
  }

  /// A sign of life.
  public static byte[] ping(ReadMessage.Heartbeat heartbeat) {
    return event(
        "event: ping\n",
        128,
        json -> {
          json.beginObject().name("timestamp").unsigned(heartbeat.timestamp());
          PositionJson.write(json.name("tail"), heartbeat.tail());
          json.endObject();
        });
  }

  /// A failure; the stream ends after it.
  ///
  /// @param body the JSON of [ErrorJson]
  public static byte[] error(byte[] body) {
    var out = start("event: error\n", body.length);
    out.writeBytes(body);
    return end(out);
  }

  /// The clean end.
  public static byte[] done() {
    return end(start("", 0), DONE);
  }

  /// What an event means; empty for an event that is not known, or that says nothing.
  ///
  /// @throws S2Exception the failure that an `error` event tells
  /// @throws TransportException if the event is not S2's
  public static Optional<ReadMessage> decode(SseEvent event, RecordFormat format) {
    byte[] data = event.data().toArray();
    return switch (event.type()) {
      case "batch" -> batch(ReadJson.decode(data, format));
      case "ping" -> JsonReader.response(data, ReadEvents::readPing).map(ReadMessage.class::cast);
      case "error" -> throw ErrorJson.decode(data);
      case "message" ->
          event.data().utf8().equals(DONE) ? Optional.of(new ReadMessage.End()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<ReadMessage> batch(ReadBatch batch) {
    return batch.records().isEmpty() ? Optional.empty() : Optional.of(new ReadMessage.Batch(batch));
  }

  /// Older servers' pings have no tail, and so say only that they live.
  private static Optional<ReadMessage.Heartbeat> readPing(JsonReader json) throws IOException {
    long timestamp = 0;
    Optional<StreamPosition> tail = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "timestamp" -> timestamp = json.unsigned();
        case "tail" -> tail = json.optional(PositionJson::read);
        default -> json.skip();
      }
    }
    long at = timestamp;
    return tail.map(position -> new ReadMessage.Heartbeat(at, position));
  }

  /// JSON that we write has no line ends, so one `data` line holds it.
  private static byte[] event(String fields, int sizeHint, Consumer<JsonWriter> data) {
    var out = start(fields, sizeHint);
    JsonWriter.write(out, data);
    return end(out);
  }

  private static ByteArrayOutputStream start(String fields, int sizeHint) {
    var out = new ByteArrayOutputStream(fields.length() + sizeHint + 16);
    out.writeBytes(ascii(fields));
    out.writeBytes(ascii("data: "));
    return out;
  }

  private static byte[] end(ByteArrayOutputStream out) {
    return end(out, "");
  }

  private static byte[] end(ByteArrayOutputStream out, String text) {
    out.writeBytes(ascii(text + "\n\n"));
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
