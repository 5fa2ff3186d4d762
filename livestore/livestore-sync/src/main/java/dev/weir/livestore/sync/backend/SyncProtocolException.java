package dev.weir.livestore.sync.backend;

import org.jspecify.annotations.Nullable;

/// The answer is none that a backend of this protocol gives: a wrong address, something in between
/// that answers itself, or a fault of the backend.
public final class SyncProtocolException extends SyncException {
  private static final long serialVersionUID = 1;

  public SyncProtocolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
