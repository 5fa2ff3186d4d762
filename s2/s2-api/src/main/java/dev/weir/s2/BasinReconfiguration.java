package dev.weir.s2;

import java.util.Optional;

/// A change of a basin's configuration, field by field. Start from [#NONE] and add what changes.
///
/// @param defaultStreamConfig [StreamReconfiguration#CLEAR] unsets all defaults
/// @param streamCipher of streams created from now on
/// @param createStreamOnAppend empty leaves it as it is
/// @param createStreamOnRead empty leaves it as it is
public record BasinReconfiguration(
    StreamReconfiguration defaultStreamConfig,
    Change<StreamCipher> streamCipher,
    Optional<Boolean> createStreamOnAppend,
    Optional<Boolean> createStreamOnRead) {
  /// Changes nothing.
  public static final BasinReconfiguration NONE =
      new BasinReconfiguration(
          StreamReconfiguration.NONE, Change.keep(), Optional.empty(), Optional.empty());

  /// The same change, with this of the defaults of new streams.
  public BasinReconfiguration withDefaultStreamConfig(StreamReconfiguration change) {
    return new BasinReconfiguration(change, streamCipher, createStreamOnAppend, createStreamOnRead);
  }

  /// The same change, with this of how new streams are encrypted.
  public BasinReconfiguration withStreamCipher(Change<StreamCipher> change) {
    return new BasinReconfiguration(
        defaultStreamConfig, change, createStreamOnAppend, createStreamOnRead);
  }

  /// The same change, with this of whether an append creates a missing stream.
  public BasinReconfiguration withCreateStreamOnAppend(boolean creates) {
    return new BasinReconfiguration(
        defaultStreamConfig, streamCipher, Optional.of(creates), createStreamOnRead);
  }

  /// The same change, with this of whether a read creates a missing stream.
  public BasinReconfiguration withCreateStreamOnRead(boolean creates) {
    return new BasinReconfiguration(
        defaultStreamConfig, streamCipher, createStreamOnAppend, Optional.of(creates));
  }

  /// `current` after the change.
  public BasinConfig applyTo(BasinConfig current) {
    return new BasinConfig(
        defaultStreamConfig.applyTo(current.defaultStreamConfig()),
        streamCipher.applyTo(current.streamCipher()),
        createStreamOnAppend.orElse(current.createStreamOnAppend()),
        createStreamOnRead.orElse(current.createStreamOnRead()));
  }
}
