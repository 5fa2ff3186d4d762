package dev.weir.livestore.syncs2;

/// The data of a `batch` event is not what S2 sends, or a record in it holds no LiveStore event.
public final class MalformedReadBatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedReadBatchException(String message) {
    super(message);
  }
}
