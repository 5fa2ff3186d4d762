package dev.weir.s2.lite;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.StreamCipher;
import java.time.Instant;
import java.util.Optional;

/// What the store keeps of a basin.
///
/// @param creation the hash of the create that made it, empty where that had no token
record BasinRow(
    BasinConfig config, Instant createdAt, Optional<Instant> deletedAt, Bytes creation) {
  private static final int FORMAT_WITHOUT_CIPHER = 1;
  private static final int FORMAT = 2;

  BasinRow withConfig(BasinConfig config) {
    return new BasinRow(config, createdAt, deletedAt, creation);
  }

  BasinRow deletedAt(Instant instant) {
    return new BasinRow(config, createdAt, Optional.of(instant), creation);
  }

  BasinInfo info(BasinName name) {
    return new BasinInfo(name, Optional.empty(), createdAt, deletedAt);
  }

  byte[] encode() {
    var out = new RowWriter(64).u8(FORMAT);
    ConfigCodec.write(config, out);
    return out.u64(createdAt.toEpochMilli())
        .u8(deletedAt.isPresent() ? 1 : 0)
        .u64(deletedAt.map(Instant::toEpochMilli).orElse(0L))
        .bytes(creation)
        .u8(CipherCode.of(config.streamCipher()))
        .toArray();
  }

  static BasinRow decode(byte[] value) throws CorruptRowException {
    return RowReader.read(value, BasinRow::read);
  }

  private static BasinRow read(RowReader in) throws CorruptRowException {
    int format = in.expectFormat(FORMAT_WITHOUT_CIPHER, FORMAT);
    BasinConfig config = ConfigCodec.readBasin(in);
    Instant createdAt = Instant.ofEpochMilli(in.u64());
    boolean isDeleted = in.u8() == 1;
    Instant deletedAt = Instant.ofEpochMilli(in.u64());
    Bytes creation = in.bytes();
    Optional<StreamCipher> cipher = CipherCode.cipher(format == FORMAT ? in.u8() : 0);
    return new BasinRow(
        withCipher(config, cipher),
        createdAt,
        isDeleted ? Optional.of(deletedAt) : Optional.empty(),
        creation);
  }

  private static BasinConfig withCipher(BasinConfig config, Optional<StreamCipher> cipher) {
    return new BasinConfig(
        config.defaultStreamConfig(),
        cipher,
        config.createStreamOnAppend(),
        config.createStreamOnRead());
  }
}
