package dev.weir.livestore.proxy.access;

/// Who a request comes from, as an [Authenticator] found out.
///
/// Throws [IllegalArgumentException] if the name is empty
///
/// @param name the same for all requests of one user or service, and fit to be logged: an id, never
///   a secret
public record Principal(String name) {
  /// Whoever comes, where nobody is asked who they are.
  public static final Principal ANYBODY = new Principal("anybody");

  public Principal {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a principal's name is empty");
    }
  }
}
