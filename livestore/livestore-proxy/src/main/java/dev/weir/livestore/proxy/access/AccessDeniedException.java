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

  /// The request brings no credentials, or none that are valid. Which of these is not told.
  public static AccessDeniedException unauthenticated() {
    return new AccessDeniedException(
        Reason.UNAUTHENTICATED, "valid credentials are needed here; nothing was read or stored");
  }

  /// The caller may not do this. Whether the store exists is not told.
  public static AccessDeniedException forbidden(StoreAccess access) {
    return new AccessDeniedException(
        Reason.FORBIDDEN,
        switch (access) {
          case READ -> "these credentials do not allow to read this store";
          case WRITE -> "these credentials do not allow to write this store; nothing was stored";
        });
  }

  /// Whatever would know cannot be asked.
  public static AccessDeniedException unavailable() {
    return new AccessDeniedException(
        Reason.UNAVAILABLE,
        "the credentials cannot be checked at present; nothing was read or stored. Try again");
  }

  public Reason reason() {
    return reason;
  }
}
