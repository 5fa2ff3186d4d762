package dev.weir.s2.lite;

import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.StreamName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Something to be done about a stream at a time. Its key begins with the time, so that what is due
/// is found without a look at all the rest. It names the stream by its id as well: a stream that
/// was created later under the same name is another one.
///
/// @param seqNum where in the stream, for those that are about records
record Due(Kind kind, long atMillis, long streamId, long seqNum, StreamKey stream) {
  /// What there is to do.
  enum Kind {
    /// Rows that expire go.
    EXPIRY('e'),
    /// A stream goes if it is empty.
    EMPTINESS('d');

    private final char table;

    Kind(char table) {
      this.table = table;
    }
  }

  private static final int FORMAT = 1;

  byte[] key() {
    return new RowWriter(1 + 3 * Long.BYTES)
        .u8(kind.table)
        .u64(atMillis)
        .u64(streamId)
        .u64(seqNum)
        .toArray();
  }

  byte[] value() {
    return new RowWriter(64)
        .u8(FORMAT)
        .bytes(Bytes.utf8(stream.basin().value()))
        .bytes(Bytes.utf8(stream.stream().value()))
        .toArray();
  }

  void putTo(Mutations mutations) {
    mutations.put(key(), value());
  }

  /// The first `atMost` that are due at `nowMillis`, the earliest first.
  ///
  /// @param after to begin behind it
  static List<Due> find(Storage storage, Kind kind, Optional<Due> after, long nowMillis, int atMost)
      throws IOException {
    byte[] from = after.isPresent() ? Keys.after(after.get().key()) : start(kind, 0);
    var found = new ArrayList<Due>();
    storage.scan(
        from,
        start(kind, nowMillis + 1),
        (key, row) -> {
          found.add(decode(kind, key, row));
          return found.size() < atMost;
        });
    return found;
  }

  private static byte[] start(Kind kind, long atMillis) {
    return new RowWriter(1 + Long.BYTES).u8(kind.table).u64(atMillis).toArray();
  }

  static Due decode(Kind kind, byte[] key, byte[] row) throws CorruptRowException {
    StreamKey stream = RowReader.read(row, Due::readNames);
    var parts = new RowReader(key);
    int unused = parts.u8();
    return new Due(kind, parts.u64(), parts.u64(), parts.u64(), stream);
  }

  private static StreamKey readNames(RowReader in) throws CorruptRowException {
    RowReader names = in.expectFormat(FORMAT);
    return new StreamKey(new BasinName(names.bytes().utf8()), new StreamName(names.bytes().utf8()));
  }
}
