package dev.weir.livestore.sync.backend;

import org.jspecify.annotations.Nullable;

/// The backend no longer is what this client knows: its log was begun anew. What the client pulled
/// before belongs to another history.
public final class BackendReplacedException extends SyncException {
  private static final long serialVersionUID = 1;

  public BackendReplacedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
