package dev.weir.s2.wire;

import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A batch that was read, and a tail, as JSON. What is empty is left out.
public final class ReadJson {
  private ReadJson() {}

  /// The body of a read.
  public static byte[] encode(ReadBatch batch, RecordFormat format) {
    return JsonWriter.write(sizeHint(batch), json -> write(json, batch, format));
  }

  /// The batch that a server sent.
  ///
  /// @throws TransportException if it is none
  public static ReadBatch decode(byte[] text, RecordFormat format) {
    return JsonReader.response(text, json -> read(json, format));
  }

  /// The body of a check of the tail.
  public static byte[] encodeTail(StreamPosition tail) {
    return JsonWriter.write(64, json -> writeTail(json, tail));
  }

  /// The tail that a server sent.
  ///
  /// @throws TransportException if it is none
  public static StreamPosition decodeTail(byte[] text) {
    return JsonReader.response(text, ReadJson::readTail);
  }

  static int sizeHint(ReadBatch batch) {
    int bytes = 128;
    for (SequencedRecord record : batch.records()) {
      bytes += (int) (record.meteredBytes() * 3 / 2) + 64;
    }
    return bytes;
  }

  static void write(JsonWriter json, ReadBatch batch, RecordFormat format) {
    json.beginObject().name("records").beginArray();
    for (SequencedRecord record : batch.records()) {
      json.beginObject();
      json.name("seq_num").unsigned(record.seqNum());
      json.name("timestamp").unsigned(record.timestamp());
      if (!record.headers().isEmpty()) {
        HeaderJson.write(json.name("headers"), record.headers(), format);
      }
      if (!record.body().isEmpty()) {
        json.name("body").bytes(record.body(), format);
      }
      json.endObject();
    }
    json.endArray();
    batch.tail().ifPresent(tail -> PositionJson.write(json.name("tail"), tail));
    json.endObject();
  }

  static void writeTail(JsonWriter json, StreamPosition tail) {
    json.beginObject();
    PositionJson.write(json.name("tail"), tail);
    json.endObject();
  }

  static StreamPosition readTail(JsonReader json) throws IOException {
    Optional<StreamPosition> tail = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "tail" -> tail = Optional.of(PositionJson.read(json));
        default -> json.skip();
      }
    }
    return tail.orElseThrow(() -> json.bad("missing field `tail`"));
  }

  private static ReadBatch read(JsonReader json, RecordFormat format) throws IOException {
    var records = new ArrayList<SequencedRecord>();
    Optional<StreamPosition> tail = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "records" -> {
          json.beginArray();
          while (json.nextElement()) {
            records.add(readRecord(json, format));
          }
        }
        case "tail" -> tail = json.optional(PositionJson::read);
        default -> json.skip();
      }
    }
    return new ReadBatch(records, tail);
  }

  private static SequencedRecord readRecord(JsonReader json, RecordFormat format)
      throws IOException {
    Optional<Long> seqNum = Optional.empty();
    long timestamp = 0;
    List<Header> headers = List.of();
    Bytes body = Bytes.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "seq_num" -> seqNum = Optional.of(json.unsigned());
        case "timestamp" -> timestamp = json.unsigned();
        case "headers" -> headers = HeaderJson.read(json, format);
        case "body" -> body = json.bytes(format);
        default -> json.skip();
      }
    }
    long number = seqNum.orElseThrow(() -> json.bad("a record without `seq_num`"));
    return new SequencedRecord(number, timestamp, headers, body);
  }
}
