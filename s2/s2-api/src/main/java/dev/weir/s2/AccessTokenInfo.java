package dev.weir.s2;

import java.time.Instant;
import java.util.Optional;

/// What an access token is, without its secret: what issues one, and what a list shows.
///
/// Whether the scope makes sense is the store's to say, when the token is issued.
///
/// @param expiresAt from when on it is refused; empty in a request means when the caller's own
///   does, and in a list never
/// @param autoPrefixStreams whether its holder names streams without the prefix that `scope` allows
public record AccessTokenInfo(
    AccessTokenId id,
    Optional<Instant> expiresAt,
    boolean autoPrefixStreams,
    AccessTokenScope scope) {
  /// A token that does not expire by itself and sees full names.
  public static AccessTokenInfo of(AccessTokenId id, AccessTokenScope scope) {
    return new AccessTokenInfo(id, Optional.empty(), false, scope);
  }

  /// The same token, refused from `instant` on.
  public AccessTokenInfo withExpiresAt(Instant instant) {
    return new AccessTokenInfo(id, Optional.of(instant), autoPrefixStreams, scope);
  }

  /// The same token, whose holder names streams without the prefix.
  public AccessTokenInfo withAutoPrefixStreams() {
    return new AccessTokenInfo(id, expiresAt, true, scope);
  }
}
