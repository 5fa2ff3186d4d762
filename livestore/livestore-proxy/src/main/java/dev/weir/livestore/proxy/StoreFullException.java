package dev.weir.livestore.proxy;

/// A push would make a store larger than it may be. Nothing of it was stored.
public final class StoreFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFullException(String message) {
    super(message);
  }
}
