package dev.weir.s2.lite;

import dev.weir.s2.Bytes;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import java.time.Instant;
import java.util.Optional;

/// What the store keeps of a stream besides its records and its [StreamState].
///
/// @param id never given to another stream, also not to one of the same name
/// @param config every field set
/// @param creation the hash of the create that made it, empty where that had no token
record StreamRow(long id, StreamConfig config, Instant createdAt, Bytes creation) {
  private static final int FORMAT = 1;

  StreamRow withConfig(StreamConfig config) {
    return new StreamRow(id, config, createdAt, creation);
  }

  StreamInfo info(StreamName name) {
    return new StreamInfo(name, createdAt, Optional.empty(), Optional.empty());
  }

  byte[] encode() {
    var out = new RowWriter(64).u8(FORMAT).u64(id);
    ConfigCodec.write(config, out);
    return out.u64(createdAt.toEpochMilli()).bytes(creation).toArray();
  }

  static StreamRow decode(byte[] value) throws CorruptRowException {
    var in = new RowReader(value).expectFormat(FORMAT);
    var row =
        new StreamRow(
            in.u64(), ConfigCodec.readStream(in), Instant.ofEpochMilli(in.u64()), in.bytes());
    in.end();
    return row;
  }
}
