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

/// A batch that was read as protobuf: `ReadBatch`. One of no records with a tail is a heartbeat of
/// a session.
public final class ReadProto {
  private static final int RECORDS = 1;
  private static final int TAIL = 2;
  private static final int SEQ_NUM = 1;
  private static final int TIMESTAMP = 2;
  private static final int HEADERS = 3;
  private static final int BODY = 4;

  private ReadProto() {}

  /// The body of a read.
  public static byte[] encode(ReadBatch batch) {
    return encode(0, batch);
  }

  /// `room` zeros, and the body of a read behind them.
  static byte[] encode(int room, ReadBatch batch) {
    return ProtoWriter.write(room, size(batch), proto -> write(proto, batch));
  }

  /// The batch that a server sent. Its bodies and headers are views of `message`, which the caller
  /// gives away.
  ///
  /// @throws TransportException if it is none
  public static ReadBatch decode(byte[] message) {
    try {
      return ProtoReader.read(message, 0, message.length, ReadProto::read);
    } catch (IOException e) {
      throw new TransportException("the answer is not S2's: " + e.getMessage(), true, e);
    }
  }

  private static int size(ReadBatch batch) {
    int size = 0;
    for (SequencedRecord record : batch.records()) {
      size += ProtoWriter.fieldSize(size(record));
    }
    if (batch.tail().isPresent()) {
      size += ProtoWriter.fieldSize(PositionProto.size(batch.tail().get()));
    }
    return size;
  }

  private static int size(SequencedRecord record) {
    return ProtoWriter.implicitSize(record.seqNum())
        + ProtoWriter.implicitSize(record.timestamp())
        + HeaderProto.fieldsSize(record.headers())
        + ProtoWriter.bytesSize(record.body());
  }

  private static void write(ProtoWriter proto, ReadBatch batch) throws IOException {
    for (SequencedRecord record : batch.records()) {
      proto.begin(RECORDS, size(record));
      proto.implicit(SEQ_NUM, record.seqNum());
      proto.implicit(TIMESTAMP, record.timestamp());
      HeaderProto.write(proto, HEADERS, record.headers());
      proto.bytes(BODY, record.body());
    }
    if (batch.tail().isPresent()) {
      PositionProto.write(proto, TAIL, batch.tail().get());
    }
  }

  private static ReadBatch read(ProtoReader proto) throws IOException {
    var records = new ArrayList<SequencedRecord>();
    Optional<StreamPosition> tail = Optional.empty();
    for (int field = proto.next(); field != 0; field = proto.next()) {
      switch (field) {
        case RECORDS -> records.add(proto.message(ReadProto::readRecord));
        case TAIL -> tail = Optional.of(PositionProto.read(proto));
        default -> proto.skip();
      }
    }
    return new ReadBatch(records, tail);
  }

  private static SequencedRecord readRecord(ProtoReader proto) throws IOException {
    long seqNum = 0;
    long timestamp = 0;
    List<Header> headers = List.of();
    Bytes body = Bytes.empty();
    for (int field = proto.next(); field != 0; field = proto.next()) {
      switch (field) {
        case SEQ_NUM -> seqNum = proto.unsigned();
        case TIMESTAMP -> timestamp = proto.unsigned();
        case HEADERS -> headers = HeaderProto.readInto(headers, proto);
        case BODY -> body = proto.bytes();
        default -> proto.skip();
      }
    }
    return new SequencedRecord(seqNum, timestamp, headers, body);
  }
}
