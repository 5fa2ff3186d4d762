package dev.weir.livestore.proxy.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who a request comes from, as an [Authenticator] found out.
///
/// Throws [IllegalArgumentException] if the name is empty
///
/// @param name the same for all requests of one user or service, and fit to be logged: an id, never
///   a secret
/// @param expiresAt when the credentials end; no response goes on for longer
/// @param grants what the credentials themselves allow, for [Authorizer#byGrants()]
public record Principal(String name, Optional<Instant> expiresAt, List<Grant> grants) {
  /// Whoever comes, where nobody is asked who they are.
  public static final Principal ANYBODY = new Principal("anybody");

  public Principal {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a principal's name is empty");
    }
    grants = List.copyOf(grants);
  }

  /// A principal whose credentials do not end, and say nothing of stores.
  public Principal(String name) {
    this(name, Optional.empty(), List.of());
  }

  /// The same until `end`.
  public Principal until(Instant end) {
    return new Principal(name, Optional.of(end), grants);
  }

  /// The same with these grants.
  public Principal withGrants(List<Grant> grants) {
    return new Principal(name, expiresAt, grants);
  }
}
