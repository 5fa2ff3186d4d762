package dev.weir.s2.wire;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Limits;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An append and its acknowledgement as JSON. Fields that are not set are left out.
public final class AppendJson {
  private AppendJson() {}

  /// The body of an append.
  public static byte[] encode(AppendInput input, RecordFormat format) {
    int sizeHint = (int) (input.meteredBytes() * 3 / 2) + 32 * input.records().size() + 64;
    return JsonWriter.write(sizeHint, json -> write(json, input, format));
  }

  /// The append that a client asks for.
  ///
  /// @throws RequestRejectedException `BAD_JSON` if the text is not of the shape, or the fencing
  ///   token is too long
  /// @throws InvalidInputException if a record, a command or the batch breaks a rule, or what
  ///   should be Base64 is not
  public static AppendInput decode(byte[] text, RecordFormat format) {
    return JsonReader.request(text, json -> read(json, format));
  }

  /// The body of an acknowledgement.
  public static byte[] encodeAck(AppendAck ack) {
    return JsonWriter.write(
        192,
        json -> {
          json.beginObject();
          PositionJson.write(json.name("start"), ack.start());
          PositionJson.write(json.name("end"), ack.end());
          PositionJson.write(json.name("tail"), ack.tail());
          json.endObject();
        });
  }

  /// The acknowledgement that a server sent.
  ///
  /// @throws TransportException if it is none
  public static AppendAck decodeAck(byte[] text) {
    return JsonReader.response(text, AppendJson::readAck);
  }

  private static void write(JsonWriter json, AppendInput input, RecordFormat format) {
    json.beginObject().name("records").beginArray();
    for (AppendRecord record : input.records()) {
      json.beginObject();
      record.timestamp().ifPresent(timestamp -> json.name("timestamp").unsigned(timestamp));
      if (!record.headers().isEmpty()) {
        HeaderJson.write(json.name("headers"), record.headers(), format);
      }
      if (!record.body().isEmpty()) {
        json.name("body").bytes(record.body(), format);
      }
      json.endObject();
    }
    json.endArray();
    input.matchSeqNum().ifPresent(seqNum -> json.name("match_seq_num").unsigned(seqNum));
    input.fencingToken().ifPresent(token -> json.name("fencing_token").string(token.value()));
    json.endObject();
  }

  private static AppendInput read(JsonReader json, RecordFormat format) throws IOException {
    Optional<List<AppendRecord>> records = Optional.empty();
    OptionalLong matchSeqNum = OptionalLong.empty();
    Optional<FencingToken> fencingToken = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "records" -> records = Optional.of(readRecords(json, format));
        case "match_seq_num" -> matchSeqNum = json.optionalUnsigned();
        case "fencing_token" ->
            fencingToken = json.optional(value -> value.string(FencingToken::new));
        default -> json.skip();
      }
    }
    return new AppendInput(
        records.orElseThrow(() -> json.bad("missing field `records`")), matchSeqNum, fencingToken);
  }

  private static List<AppendRecord> readRecords(JsonReader json, RecordFormat format)
      throws IOException {
    var records = new ArrayList<AppendRecord>();
    json.beginArray();
    while (json.nextElement()) {
      // One too many fails the batch; keeping more would let 2 MiB of `{}` fill the memory.
      if (records.size() <= S2Limits.MAX_BATCH_RECORDS) {
        readRecord(json, format).ifPresent(records::add);
      } else {
        json.skip();
      }
    }
    return records;
  }

  private static Optional<AppendRecord> readRecord(JsonReader json, RecordFormat format)
      throws IOException {
    OptionalLong timestamp = OptionalLong.empty();
    List<Header> headers = List.of();
    Bytes body = Bytes.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "timestamp" -> timestamp = json.optionalUnsigned();
        case "headers" -> headers = HeaderJson.read(json, format);
        case "body" -> body = json.bytes(format);
        default -> json.skip();
      }
    }
    try {
      return Optional.of(new AppendRecord(timestamp, headers, body));
    } catch (InvalidInputException e) {
      json.invalid(e);
      return Optional.empty();
    }
  }

  private static AppendAck readAck(JsonReader json) throws IOException {
    Optional<StreamPosition> start = Optional.empty();
    Optional<StreamPosition> end = Optional.empty();
    Optional<StreamPosition> tail = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "start" -> start = Optional.of(PositionJson.read(json));
        case "end" -> end = Optional.of(PositionJson.read(json));
        case "tail" -> tail = Optional.of(PositionJson.read(json));
        default -> json.skip();
      }
    }
    return new AppendAck(
        start.orElseThrow(() -> json.bad("missing field `start`")),
        end.orElseThrow(() -> json.bad("missing field `end`")),
        tail.orElseThrow(() -> json.bad("missing field `tail`")));
  }
}
