package dev.weir.livestore.proxy.access;

import java.util.List;

/// Who may use a proxy: everybody, whom an [Authenticator] and an [Authorizer] let in, or whom
/// another service lets in. Thread-safe.
@FunctionalInterface
public interface Access {
  /// Looks at what a request brings. A push is looked at before its body is read, so that whoever
  /// is not known costs little.
  ///
  /// @throws AccessDeniedException if it is not enough for anything
  Caller recognise(Credentials credentials) throws InterruptedException;

  /// Everybody may do everything: for a server that only its own machine reaches.
  static Access open() {
    return credentials -> (access, storeId) -> Principal.ANYBODY;
  }

  /// Whom `authenticator` knows, for what `authorizer` allows.
  static Access of(Authenticator authenticator, Authorizer authorizer) {
    return credentials -> {
      Principal principal = authenticator.authenticate(credentials);
      return (access, storeId) -> {
        authorizer.authorize(principal, access, storeId);
        return principal;
      };
    };
  }

  /// Whom the first of `ways` knows that knows the credentials at all.
  ///
  /// @param ways one that recognises nearly everything, and decides only later, belongs last
  static Access firstOf(List<Access> ways) {
    return new FirstOf(ways);
  }
}
