package dev.weir.livestore.sync.backend;

import org.jspecify.annotations.Nullable;

/// The backend does not let this client in, or not to this store, also with credentials made anew.
public final class UnauthorizedException extends SyncException {
  private static final long serialVersionUID = 1;

  public UnauthorizedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
