package dev.weir.livestore.proxy.access;

/// Finds out who a request comes from. Called once a request, on a virtual thread, by many at once;
/// it may block.
@FunctionalInterface
public interface Authenticator {
  /// Tells who brings these credentials.
  ///
  /// @throws AccessDeniedException if the credentials are missing, wrong or expired, or cannot be
  ///   checked now
  Principal authenticate(Credentials credentials) throws InterruptedException;

  /// Whom the server around the proxy has found the client to be, such as a servlet container with
  /// a login of its own.
  static Authenticator ofServer() {
    return credentials ->
        credentials
            .user()
            .map(Principal::new)
            .orElseThrow(() ->
                new AccessDeniedException(
                    AccessDeniedException.Reason.UNAUTHENTICATED, "log in first"));
  }
}
