package dev.weir.s2.wire;

import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// `message AppendRecord { optional uint64 timestamp = 1; repeated Header headers = 2; bytes body =
/// 3; }`
final class AppendRecordProto {
  private static final int TIMESTAMP = 1;
  private static final int HEADERS = 2;
  private static final int BODY = 3;

  private AppendRecordProto() {}

  static int size(AppendRecord record) {
    int size = HeaderProto.fieldsSize(record.headers()) + ProtoWriter.bytesSize(record.body());
    return record.timestamp().isPresent()
        ? size + ProtoWriter.unsignedSize(record.timestamp().getAsLong())
        : size;
  }

  static void write(ProtoWriter proto, int field, AppendRecord record) throws IOException {
    proto.begin(field, size(record));
    if (record.timestamp().isPresent()) {
      proto.unsigned(TIMESTAMP, record.timestamp().getAsLong());
    }
    HeaderProto.write(proto, HEADERS, record.headers());
    proto.bytes(BODY, record.body());
  }

  /// @throws InvalidInputException if the record breaks a rule; the reader then stands behind it
  static AppendRecord read(ProtoReader proto) throws IOException {
    return proto.message(AppendRecordProto::readFields).toRecord();
  }

  private static Fields readFields(ProtoReader proto) throws IOException {
    OptionalLong timestamp = OptionalLong.empty();
    List<Header> headers = List.of();
    Bytes body = Bytes.empty();
    for (int field = proto.next(); field != 0; field = proto.next()) {
      switch (field) {
        case TIMESTAMP -> timestamp = OptionalLong.of(proto.unsigned());
        case HEADERS -> headers = HeaderProto.readInto(headers, proto);
        case BODY -> body = proto.bytes();
        default -> proto.skip();
      }
    }
    return new Fields(timestamp, headers, body);
  }

  /// What a record may turn out to be.
  private record Fields(OptionalLong timestamp, List<Header> headers, Bytes body) {
    AppendRecord toRecord() {
      return new AppendRecord(timestamp, headers, body);
    }
  }
}
