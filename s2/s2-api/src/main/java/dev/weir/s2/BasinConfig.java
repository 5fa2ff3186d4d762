package dev.weir.s2;

import java.util.Optional;

/// A basin's configuration.
///
/// @param defaultStreamConfig what its new streams take where they say nothing themselves
/// @param streamCipher how its new streams are encrypted at rest
/// @param createStreamOnAppend whether an append creates a missing stream
/// @param createStreamOnRead whether a read or a check of the tail creates a missing stream
public record BasinConfig(
    StreamConfig defaultStreamConfig,
    Optional<StreamCipher> streamCipher,
    boolean createStreamOnAppend,
    boolean createStreamOnRead) {
  /// S2's defaults: nothing encrypted, nothing created on the way.
  public static final BasinConfig DEFAULT =
      new BasinConfig(StreamConfig.UNSET, Optional.empty(), false, false);
}
