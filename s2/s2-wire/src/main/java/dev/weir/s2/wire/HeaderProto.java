package dev.weir.s2.wire;

import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `message Header { bytes name = 1; bytes value = 2; }`
final class HeaderProto {
  private static final int NAME = 1;
  private static final int VALUE = 2;

  private HeaderProto() {}

  /// The size of all of them as fields of a record.
  static int fieldsSize(List<Header> headers) {
    int size = 0;
    for (int i = 0;
        i < headers.size();
        i++) { // an iterator a record would be what we allocate most
      size += ProtoWriter.fieldSize(size(headers.get(i)));
    }
    return size;
  }

  static void write(ProtoWriter proto, int field, List<Header> headers) throws IOException {
    for (int i = 0; i < headers.size(); i++) {
      var header = headers.get(i);
      proto.begin(field, size(header));
      proto.bytes(NAME, header.name());
      proto.bytes(VALUE, header.value());
    }
  }

  /// The headers read so far and one more: `headers` itself, unless it is still the empty list that
  /// a record without headers gets by with.
  static List<Header> readInto(List<Header> headers, ProtoReader proto) throws IOException {
    List<Header> grown = headers.isEmpty() ? new ArrayList<>() : headers;
    grown.add(proto.message(HeaderProto::readFields));
    return grown;
  }

  private static int size(Header header) {
    return ProtoWriter.bytesSize(header.name()) + ProtoWriter.bytesSize(header.value());
  }

  private static Header readFields(ProtoReader proto) throws IOException {
    Bytes name = Bytes.empty();
    Bytes value = Bytes.empty();
    for (int field = proto.next(); field != 0; field = proto.next()) {
      switch (field) {
        case NAME -> name = proto.bytes();
        case VALUE -> value = proto.bytes();
        default -> proto.skip();
      }
    }
    return new Header(name, value);
  }
}
