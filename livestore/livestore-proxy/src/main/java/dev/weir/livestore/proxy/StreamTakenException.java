package dev.weir.livestore.proxy;

/// A store's id leads to a stream that belongs to another store. Nothing was written; an operator
/// must give one of the two another id.
public final class StreamTakenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StreamTakenException(String message) {
    super(message);
  }
}
