package dev.weir.s2.lite;

import java.io.IOException;

/// A stored row is not what this version writes.
final class CorruptRowException extends IOException {
  private static final long serialVersionUID = 1;

  CorruptRowException(String message) {
    super(message);
  }
}
