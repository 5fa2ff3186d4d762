package dev.weir.livestore.proxy;

/// A store id that no store can have.
public final class InvalidStoreIdException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidStoreIdException(String message) {
    super(message);
  }
}
