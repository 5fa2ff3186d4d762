package dev.weir.s2.lite;

import org.jspecify.annotations.Nullable;

/// A backup could not be made or restored. The message says why, what is left, and what to do.
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BackupException(String message) {
    this(message, null);
  }

  BackupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
