package dev.weir.livestore.sync.backend;

import org.jspecify.annotations.Nullable;

/// A backend did not do what it was asked.
public abstract sealed class SyncException extends RuntimeException
    permits OfflineException,
        UnauthorizedException,
        BackendReplacedException,
        PushRejectedException,
        SyncProtocolException {
  private static final long serialVersionUID = 1;

  SyncException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
