package dev.weir.livestore.sync.backend;

import org.jspecify.annotations.Nullable;

/// The backend will never take these events. Nothing of them was stored, unless they were taken in
/// parts: then those of the parts before were.
public final class PushRejectedException extends SyncException {
  private static final long serialVersionUID = 1;

  /// Why not.
  public enum Reason {
    /// An event, or all of them, are too large.
    TOO_LARGE,
    /// The backend's operator does not want such events.
    REFUSED
  }

  private final Reason reason;

  public PushRejectedException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
