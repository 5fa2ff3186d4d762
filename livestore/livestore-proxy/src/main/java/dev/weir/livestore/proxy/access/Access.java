package dev.weir.livestore.proxy.access;

/// Who may use a proxy.
public record Access(Authenticator authenticator, Authorizer authorizer) {
  /// Everybody may do everything: for a server that only its own machine reaches.
  public static Access open() {
    return new Access(credentials -> Principal.ANYBODY, (principal, access, storeId) -> {});
  }
}
