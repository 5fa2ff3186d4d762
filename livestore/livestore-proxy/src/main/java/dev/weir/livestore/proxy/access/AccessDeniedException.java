package dev.weir.livestore.proxy.access;

/// A request is not let in. The message goes to the client: it names no secret, and nothing that
/// the client does not know already.
public final class AccessDeniedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why not.
  public enum Reason {
    /// Who it is could not be established: the client must get other credentials.
    UNAUTHENTICATED,
    /// The principal may not do this with this store.
    FORBIDDEN,
    /// It cannot be found out at present: trying again later may help.
    UNAVAILABLE
  }

  private final Reason reason;

  public AccessDeniedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
