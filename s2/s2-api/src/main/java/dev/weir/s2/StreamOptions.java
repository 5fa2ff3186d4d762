package dev.weir.s2;

import java.util.Optional;

/// What a program brings to a stream when it uses it. Start from [#NONE].
///
/// @param encryptionKey needed to append to and to read an encrypted stream, ignored by others
/// @param configIfCreated how the stream is configured, over the basin's defaults, if this use
///   creates it; without effect on a stream that exists
public record StreamOptions(Optional<EncryptionKey> encryptionKey, StreamConfig configIfCreated) {
  /// Nothing.
  public static final StreamOptions NONE = new StreamOptions(Optional.empty(), StreamConfig.UNSET);

  /// The same options with this key.
  public StreamOptions withEncryptionKey(EncryptionKey key) {
    return new StreamOptions(Optional.of(key), configIfCreated);
  }

  /// The same options with this configuration of a stream that is created by being used.
  public StreamOptions withConfigIfCreated(StreamConfig config) {
    return new StreamOptions(encryptionKey, config);
  }
}
