package dev.weir.s2.wire;

import dev.weir.s2.StreamPosition;
import java.io.IOException;

/// `message StreamPosition { uint64 seq_num = 1; uint64 timestamp = 2; }`
final class PositionProto {
  private static final int SEQ_NUM = 1;
  private static final int TIMESTAMP = 2;

  private PositionProto() {}

  static int size(StreamPosition position) {
    return ProtoWriter.implicitSize(position.seqNum())
        + ProtoWriter.implicitSize(position.timestamp());
  }

  static void write(ProtoWriter proto, int field, StreamPosition position) throws IOException {
    proto.begin(field, size(position));
    proto.implicit(SEQ_NUM, position.seqNum());
    proto.implicit(TIMESTAMP, position.timestamp());
  }

  static StreamPosition read(ProtoReader proto) throws IOException {
    return proto.message(PositionProto::readFields);
  }

  private static StreamPosition readFields(ProtoReader proto) throws IOException {
    long seqNum = 0;
    long timestamp = 0;
    for (int field = proto.next(); field != 0; field = proto.next()) {
      switch (field) {
        case SEQ_NUM -> seqNum = proto.unsigned();
        case TIMESTAMP -> timestamp = proto.unsigned();
        default -> proto.skip();
      }
    }
    return new StreamPosition(seqNum, timestamp);
  }
}
