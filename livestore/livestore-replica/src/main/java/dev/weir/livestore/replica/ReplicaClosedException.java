package dev.weir.livestore.replica;

/// The replica was closed before. Events that were durable by then are pushed when it is opened
/// again.
public final class ReplicaClosedException extends ReplicaException {
  private static final long serialVersionUID = 1;

  ReplicaClosedException(String message) {
    super(message, null);
  }
}
