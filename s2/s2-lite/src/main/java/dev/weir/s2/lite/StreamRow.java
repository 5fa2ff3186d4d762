package dev.weir.s2.lite;

import dev.weir.s2.Bytes;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import java.time.Instant;
import java.util.Optional;

/// What the store keeps of a stream besides its records and its [StreamState].
///
/// @param id never given to another stream, also not to one of the same name
/// @param config every field set
/// @param cipher how its records are encrypted, for good
/// @param creation the hash of the create that made it, empty where that had no token
record StreamRow(
    long id,
    StreamConfig config,
    Optional<StreamCipher> cipher,
    Instant createdAt,
    Bytes creation) {
  private static final int FORMAT_WITHOUT_CIPHER = 1;
  private static final int FORMAT = 2;

  StreamRow withConfig(StreamConfig config) {
    return new StreamRow(id, config, cipher, createdAt, creation);
  }

  StreamInfo info(StreamName name) {
    return new StreamInfo(name, createdAt, Optional.empty(), cipher);
  }

  byte[] encode() {
    var out = new RowWriter(64).u8(FORMAT).u64(id);
    ConfigCodec.write(config, out);
    return out.u64(createdAt.toEpochMilli()).bytes(creation).u8(CipherCode.of(cipher)).toArray();
  }

  static StreamRow decode(byte[] value) throws CorruptRowException {
    return RowReader.read(value, StreamRow::read);
  }

  private static StreamRow read(RowReader in) throws CorruptRowException {
    int format = in.expectFormat(FORMAT_WITHOUT_CIPHER, FORMAT);
    long id = in.u64();
    StreamConfig config = ConfigCodec.readStream(in);
    Instant createdAt = Instant.ofEpochMilli(in.u64());
    Bytes creation = in.bytes();
    Optional<StreamCipher> cipher = CipherCode.cipher(format == FORMAT ? in.u8() : 0);
    return new StreamRow(id, config, cipher, createdAt, creation);
  }
}
