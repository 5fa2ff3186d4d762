package dev.weir.s2.lite;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.Timestamping;
import java.util.Optional;
import java.util.OptionalLong;

/// Configurations in rows. The encoding is canonical (equal configurations give equal bytes), so it
/// also feeds the hash that recognises a repeated create. Each field is a byte, 0 for unset.
final class ConfigCodec {
  private static final int AGE = 1;
  private static final int INFINITE = 2;

  private ConfigCodec() {}

  /// All but the cipher, which came later and stands elsewhere.
  static void write(BasinConfig config, RowWriter out) {
    write(config.defaultStreamConfig(), out);
    out.u8(config.createStreamOnAppend() ? 1 : 0).u8(config.createStreamOnRead() ? 1 : 0);
  }

  static BasinConfig readBasin(RowReader in) throws CorruptRowException {
    return new BasinConfig(readStream(in), Optional.empty(), flag(in), flag(in));
  }

  static void write(StreamConfig config, RowWriter out) {
    out.u8(config.storageClass().map(ConfigCodec::code).orElse(0));
    write(config.retentionPolicy(), out);
    out.u8(config.timestamping().mode().map(ConfigCodec::code).orElse(0));
    out.u8(config.timestamping().uncapped().map(uncapped -> uncapped ? 2 : 1).orElse(0));
    out.u8(config.deleteOnEmptyMinAgeSecs().isPresent() ? 1 : 0);
    out.u64(config.deleteOnEmptyMinAgeSecs().orElse(0));
  }

  static StreamConfig readStream(RowReader in) throws CorruptRowException {
    Optional<StorageClass> storageClass = storageClass(in.u8());
    Optional<RetentionPolicy> retention = retention(in);
    var timestamping = new Timestamping(mode(in.u8()), uncapped(in.u8()));
    boolean hasMinAge = flag(in);
    long minAge = in.u64();
    return new StreamConfig(
        storageClass,
        retention,
        timestamping,
        hasMinAge ? OptionalLong.of(minAge) : OptionalLong.empty());
  }

  private static void write(Optional<RetentionPolicy> policy, RowWriter out) {
    if (policy.isEmpty()) {
      out.u8(0);
      return;
    }
    switch (policy.get()) {
      case RetentionPolicy.Age(long seconds) -> out.u8(AGE).u64(seconds);
      case RetentionPolicy.Infinite() -> out.u8(INFINITE);
    }
  }

  private static Optional<RetentionPolicy> retention(RowReader in) throws CorruptRowException {
    int code = in.u8();
    return switch (code) {
      case 0 -> Optional.empty();
      case AGE -> Optional.of(age(in.u64()));
      case INFINITE -> Optional.of(new RetentionPolicy.Infinite());
      default -> throw unknown("retention", code);
    };
  }

  private static RetentionPolicy age(long seconds) throws CorruptRowException {
    if (seconds == 0) {
      throw new CorruptRowException("a retention of 0 seconds");
    }
    return new RetentionPolicy.Age(seconds);
  }

  private static int code(StorageClass storageClass) {
    return switch (storageClass) {
      case STANDARD -> 1;
      case EXPRESS -> 2;
    };
  }

  private static Optional<StorageClass> storageClass(int code) throws CorruptRowException {
    return switch (code) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(StorageClass.STANDARD);
      case 2 -> Optional.of(StorageClass.EXPRESS);
      default -> throw unknown("storage class", code);
    };
  }

  private static int code(Timestamping.Mode mode) {
    return switch (mode) {
      case CLIENT_PREFER -> 1;
      case CLIENT_REQUIRE -> 2;
      case ARRIVAL -> 3;
    };
  }

  private static Optional<Timestamping.Mode> mode(int code) throws CorruptRowException {
    return switch (code) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(Timestamping.Mode.CLIENT_PREFER);
      case 2 -> Optional.of(Timestamping.Mode.CLIENT_REQUIRE);
      case 3 -> Optional.of(Timestamping.Mode.ARRIVAL);
      default -> throw unknown("timestamping mode", code);
    };
  }

  private static Optional<Boolean> uncapped(int code) throws CorruptRowException {
    return switch (code) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(false);
      case 2 -> Optional.of(true);
      default -> throw unknown("capping", code);
    };
  }

  private static boolean flag(RowReader in) throws CorruptRowException {
    int code = in.u8();
    if (code > 1) {
      throw unknown("flag", code);
    }
    return code == 1;
  }

  private static CorruptRowException unknown(String what, int code) {
    return new CorruptRowException("unknown " + what + " " + code);
  }
}
