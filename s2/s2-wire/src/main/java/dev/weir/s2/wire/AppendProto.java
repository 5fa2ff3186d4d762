package dev.weir.s2.wire;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// An append and its acknowledgement as protobuf: `AppendInput` and `AppendAck`.
public final class AppendProto {
  private static final int RECORDS = 1;
  private static final int MATCH_SEQ_NUM = 2;
  private static final int FENCING_TOKEN = 3;
  private static final int START = 1;
  private static final int END = 2;
  private static final int TAIL = 3;

  private static final int MAX_CONDITIONS_BYTES = 64;

  private AppendProto() {}

  /// The body of an append.
  public static byte[] encode(AppendInput input) {
    return encode(0, input);
  }

  /// `room` zeros, and the body of an append behind them.
  static byte[] encode(int room, AppendInput input) {
    return ProtoWriter.write(room, size(input), proto -> write(proto, input));
  }

  /// Writes the body of an append, of `size` bytes, to `out`.
  static void encode(AppendInput input, int size, OutputStream out) throws IOException {
    ProtoWriter.write(out, size, proto -> write(proto, input));
  }

  /// The append that a client asks for. Its bodies and headers are views of `message`, which the
  /// caller gives away, as long as most of that is records.
  ///
  /// @throws RequestRejectedException `BAD_PROTO` if the bytes are not of the shape
  /// @throws InvalidInputException if a record, a command, the fencing token or the batch breaks a
  ///   rule
  public static AppendInput decode(byte[] message) {
    var input = decodeViews(message);
    // Whoever keeps the records keeps the message. What else is in it, be it fields that we do not
    // know or fields given twice, must not weigh more than they do.
    return message.length > 2 * input.meteredBytes() + MAX_CONDITIONS_BYTES
        ? decodeViews(encode(input))
        : input;
  }

  private static AppendInput decodeViews(byte[] message) {
    try {
      return ProtoReader.read(message, 0, message.length, AppendProto::read);
    } catch (IOException e) {
      throw new RequestRejectedException(
          ErrorCode.BAD_PROTO, "Failed to decode protobuf: " + e.getMessage(), e);
    }
  }

  /// The body of an acknowledgement.
  public static byte[] encodeAck(AppendAck ack) {
    return encodeAck(0, ack);
  }

  /// `room` zeros, and the body of an acknowledgement behind them.
  static byte[] encodeAck(int room, AppendAck ack) {
    int size =
        ProtoWriter.fieldSize(PositionProto.size(ack.start()))
            + ProtoWriter.fieldSize(PositionProto.size(ack.end()))
            + ProtoWriter.fieldSize(PositionProto.size(ack.tail()));
    return ProtoWriter.write(
        room,
        size,
        proto -> {
          PositionProto.write(proto, START, ack.start());
          PositionProto.write(proto, END, ack.end());
          PositionProto.write(proto, TAIL, ack.tail());
        });
  }

  /// The acknowledgement that a server sent.
  ///
  /// @throws TransportException if it is none
  public static AppendAck decodeAck(byte[] message) {
    try {
      return ProtoReader.read(message, 0, message.length, AppendProto::readAck);
    } catch (IOException e) {
      throw new TransportException("the answer is not S2's: " + e.getMessage(), true, e);
    }
  }

  /// The size of the body of an append.
  static int size(AppendInput input) {
    int size = 0;
    for (AppendRecord record : input.records()) {
      size += ProtoWriter.fieldSize(AppendRecordProto.size(record));
    }
    if (input.matchSeqNum().isPresent()) {
      size += ProtoWriter.unsignedSize(input.matchSeqNum().getAsLong());
    }
    if (input.fencingToken().isPresent()) {
      size += ProtoWriter.fieldSize(utf8(input.fencingToken().get()).size());
    }
    return size;
  }

  private static void write(ProtoWriter proto, AppendInput input) throws IOException {
    for (AppendRecord record : input.records()) {
      AppendRecordProto.write(proto, RECORDS, record);
    }
    if (input.matchSeqNum().isPresent()) {
      proto.unsigned(MATCH_SEQ_NUM, input.matchSeqNum().getAsLong());
    }
    if (input.fencingToken().isPresent()) {
      proto.presentBytes(FENCING_TOKEN, utf8(input.fencingToken().get()));
    }
  }

  private static Bytes utf8(FencingToken token) {
    return Bytes.utf8(token.value());
  }

  private static AppendInput read(ProtoReader proto) throws IOException {
    var append = new AppendInputBuilder();
    for (int field = proto.next(); field != 0; field = proto.next()) {
      switch (field) {
        case RECORDS -> append.addRecord(proto);
        case MATCH_SEQ_NUM -> append.matchSeqNum(proto.unsigned());
        case FENCING_TOKEN -> append.fencingToken(proto.text());
        default -> proto.skip();
      }
    }
    return append.build();
  }

  private static AppendAck readAck(ProtoReader proto) throws IOException {
    Optional<StreamPosition> start = Optional.empty();
    Optional<StreamPosition> end = Optional.empty();
    Optional<StreamPosition> tail = Optional.empty();
    for (int field = proto.next(); field != 0; field = proto.next()) {
      switch (field) {
        case START -> start = Optional.of(PositionProto.read(proto));
        case END -> end = Optional.of(PositionProto.read(proto));
        case TAIL -> tail = Optional.of(PositionProto.read(proto));
        default -> proto.skip();
      }
    }
    return new AppendAck(
        start.orElseThrow(() -> new IOException("an acknowledgement without `start`")),
        end.orElseThrow(() -> new IOException("an acknowledgement without `end`")),
        tail.orElseThrow(() -> new IOException("an acknowledgement without `tail`")));
  }
}
