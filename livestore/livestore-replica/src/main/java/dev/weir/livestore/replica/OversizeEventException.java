package dev.weir.livestore.replica;

/// An event is larger than the backend takes. Nothing was committed.
public final class OversizeEventException extends ReplicaException {
  private static final long serialVersionUID = 1;

  OversizeEventException(String message) {
    super(message, null);
  }
}
