package dev.weir.s2;

import java.util.Optional;
import java.util.OptionalLong;

/// A stream's configuration. What is empty falls to the basin's default, then to S2's; a stream
/// that exists has all set.
///
/// @param deleteOnEmptyMinAgeSecs delete the stream once it has been empty for so many seconds; 0
///   is never
public record StreamConfig(
    Optional<StorageClass> storageClass,
    Optional<RetentionPolicy> retentionPolicy,
    Timestamping timestamping,
    OptionalLong deleteOnEmptyMinAgeSecs) {
  /// Nothing said.
  public static final StreamConfig UNSET =
      new StreamConfig(
          Optional.empty(), Optional.empty(), Timestamping.UNSET, OptionalLong.empty());

  /// What S2 takes where neither stream nor basin says anything.
  public static final StreamConfig GLOBAL_DEFAULT =
      new StreamConfig(
          Optional.of(StorageClass.EXPRESS),
          Optional.of(new RetentionPolicy.Age(7 * 24 * 60 * 60)),
          new Timestamping(Optional.of(Timestamping.Mode.CLIENT_PREFER), Optional.of(false)),
          OptionalLong.of(0));

  /// The same configuration with this retention.
  public StreamConfig withRetention(RetentionPolicy policy) {
    return new StreamConfig(
        storageClass, Optional.of(policy), timestamping, deleteOnEmptyMinAgeSecs);
  }

  /// The same configuration with this minimum age before an empty stream is deleted; 0 is never.
  public StreamConfig withDeleteOnEmptyMinAgeSecs(long seconds) {
    return new StreamConfig(storageClass, retentionPolicy, timestamping, OptionalLong.of(seconds));
  }

  /// Every field set: from this, else from `basinDefault`, else from [#GLOBAL_DEFAULT].
  public StreamConfig resolve(StreamConfig basinDefault) {
    return orElse(basinDefault).orElse(GLOBAL_DEFAULT);
  }

  private StreamConfig orElse(StreamConfig fallback) {
    return new StreamConfig(
        storageClass.or(fallback::storageClass),
        retentionPolicy.or(fallback::retentionPolicy),
        timestamping.orElse(fallback.timestamping),
        deleteOnEmptyMinAgeSecs.isPresent()
            ? deleteOnEmptyMinAgeSecs
            : fallback.deleteOnEmptyMinAgeSecs);
  }
}
