package dev.weir.s2;

import java.util.Optional;
import java.util.OptionalLong;

/// A change of a stream's configuration, or of a basin's default for its new streams, field by
/// field. Start from [#NONE] and add what changes. A field that is cleared falls to the basin's
/// default where it is a stream's, then to S2's.
public record StreamReconfiguration(
    Change<StorageClass> storageClass,
    Change<RetentionPolicy> retentionPolicy,
    Change<Timestamping.Mode> timestampingMode,
    Change<Boolean> timestampingUncapped,
    Change<Long> deleteOnEmptyMinAgeSecs) {
  /// Changes nothing.
  public static final StreamReconfiguration NONE =
      new StreamReconfiguration(
          Change.keep(), Change.keep(), Change.keep(), Change.keep(), Change.keep());

  /// Clears every field.
  public static final StreamReconfiguration CLEAR =
      new StreamReconfiguration(
          Change.clear(), Change.clear(), Change.clear(), Change.clear(), Change.clear());

  /// The same change, with this of the storage class.
  public StreamReconfiguration withStorageClass(Change<StorageClass> change) {
    return new StreamReconfiguration(
        change, retentionPolicy, timestampingMode, timestampingUncapped, deleteOnEmptyMinAgeSecs);
  }

  /// The same change, with this of the retention.
  public StreamReconfiguration withRetentionPolicy(Change<RetentionPolicy> change) {
    return new StreamReconfiguration(
        storageClass, change, timestampingMode, timestampingUncapped, deleteOnEmptyMinAgeSecs);
  }

  /// The same change, with this of whose timestamps count.
  public StreamReconfiguration withTimestampingMode(Change<Timestamping.Mode> change) {
    return new StreamReconfiguration(
        storageClass, retentionPolicy, change, timestampingUncapped, deleteOnEmptyMinAgeSecs);
  }

  /// The same change, with this of whether timestamps may lie in the future.
  public StreamReconfiguration withTimestampingUncapped(Change<Boolean> change) {
    return new StreamReconfiguration(
        storageClass, retentionPolicy, timestampingMode, change, deleteOnEmptyMinAgeSecs);
  }

  /// The same change, with this of the seconds after which an empty stream is deleted; 0 is never.
  public StreamReconfiguration withDeleteOnEmptyMinAgeSecs(Change<Long> change) {
    return new StreamReconfiguration(
        storageClass, retentionPolicy, timestampingMode, timestampingUncapped, change);
  }

  /// `current` after the change; what was cleared is unset.
  public StreamConfig applyTo(StreamConfig current) {
    Optional<Long> minAge = current.deleteOnEmptyMinAgeSecs().stream().boxed().findAny();
    return new StreamConfig(
        storageClass.applyTo(current.storageClass()),
        retentionPolicy.applyTo(current.retentionPolicy()),
        new Timestamping(
            timestampingMode.applyTo(current.timestamping().mode()),
            timestampingUncapped.applyTo(current.timestamping().uncapped())),
        deleteOnEmptyMinAgeSecs.applyTo(minAge).map(OptionalLong::of).orElse(OptionalLong.empty()));
  }
}
