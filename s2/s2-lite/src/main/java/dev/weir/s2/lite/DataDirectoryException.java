package dev.weir.s2.lite;

import org.jspecify.annotations.Nullable;

/// A data directory cannot be opened: it is in use, belongs to something else, was written by a
/// newer version, or cannot be read. The message says which, and what to do.
public final class DataDirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DataDirectoryException(String message) {
    this(message, null);
  }

  DataDirectoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
