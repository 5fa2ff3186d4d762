package dev.weir.livestore.proxy;

import org.jspecify.annotations.Nullable;

/// A push could not be decided in time, because S2 did not answer or because too many pushes stood
/// before it. Whether it was stored is unknown; pushing the same batch again is safe.
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
