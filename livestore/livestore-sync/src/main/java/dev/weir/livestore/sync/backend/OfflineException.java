package dev.weir.livestore.sync.backend;

import org.jspecify.annotations.Nullable;

/// The backend could not be reached, or is out of order for now: trying again later helps. It was
/// tried as often as the backend's configuration says.
public final class OfflineException extends SyncException {
  private static final long serialVersionUID = 1;

  public OfflineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
