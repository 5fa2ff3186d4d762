package dev.weir.proof.linear;

import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import java.util.List;

/// All that a stream remembers.
///
/// @param tail the number of records
/// @param hash of every record before the tail, in order
/// @param fence the fencing token; empty where there is none
record StreamState(long tail, long hash, FencingToken fence) {
  static final StreamState EMPTY = new StreamState(0, 0xcbf29ce484222325L, FencingToken.NONE);

  StreamState append(List<AppendRecord> records) {
    var state = this;
    for (var record : records) {
      state = state.append(record);
    }
    return state;
  }

  private StreamState append(AppendRecord record) {
    var newFence =
        record.command().orElse(null) instanceof Command.Fence(FencingToken token) ? token : fence;
    return new StreamState(tail + 1, hash(hash, record.headers(), record.body()), newFence);
  }

  /// Goes on from the hash of the records before, byte by byte (FNV-1a), with each part's length.
  static long hash(long before, List<Header> headers, Bytes body) {
    long hash = before;
    for (var header : headers) {
      hash = hash(hash(hash, header.name()), header.value());
    }
    return hash(hash, body);
  }

  private static long hash(long before, Bytes bytes) {
    long hash = mix(before, bytes.size());
    for (int i = 0; i < bytes.size(); i++) {
      hash = mix(hash, bytes.at(i));
    }
    return hash;
  }

  private static long mix(long hash, int value) {
    return (hash ^ value) * 0x100000001b3L;
  }
}
