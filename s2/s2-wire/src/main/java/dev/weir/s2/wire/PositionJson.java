package dev.weir.s2.wire;

import dev.weir.s2.StreamPosition;
import java.io.IOException;

/// A position: `{"seq_num":…,"timestamp":…}`.
final class PositionJson {
  private PositionJson() {}

  static void write(JsonWriter json, StreamPosition position) {
    json.beginObject();
    json.name("seq_num").unsigned(position.seqNum());
    json.name("timestamp").unsigned(position.timestamp());
    json.endObject();
  }

  static StreamPosition read(JsonReader json) throws IOException {
    long seqNum = 0;
    long timestamp = 0;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "seq_num" -> seqNum = json.unsigned();
        case "timestamp" -> timestamp = json.unsigned();
        default -> json.skip();
      }
    }
    return new StreamPosition(seqNum, timestamp);
  }
}
