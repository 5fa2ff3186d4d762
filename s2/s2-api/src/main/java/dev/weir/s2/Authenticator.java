package dev.weir.s2;

import java.util.Optional;

/// Knows the access tokens that it issued. Thread-safe; may block.
public interface Authenticator {
  /// What the token is, as of now: empty if this never issued it, or it was revoked, or has
  /// expired.
  Optional<AccessTokenInfo> authenticate(AccessToken secret);
}
