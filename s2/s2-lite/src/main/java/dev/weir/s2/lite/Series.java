package dev.weir.s2.lite;

import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;

/// Whose stored bytes are kept: a stream's, by its id, or those of a basin's streams together.
///
/// @param key in the order of the storage
record Series(Bytes key) {
  static Series of(BasinName basin) {
    return new Series(Bytes.utf8("b" + basin + "\0"));
  }

  static Series ofStream(long id) {
    return new Series(Bytes.wrap(new RowWriter(1 + Long.BYTES).u8('s').u64(id).toArray()));
  }
}
