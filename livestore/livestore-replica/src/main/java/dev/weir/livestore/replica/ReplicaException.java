package dev.weir.livestore.replica;

import org.jspecify.annotations.Nullable;

/// A replica did not do what it was asked.
public abstract sealed class ReplicaException extends RuntimeException
    permits HistoryMismatchException,
        OversizeEventException,
        ReplicaClosedException,
        ReplicaFullException,
        ReplicaInUseException,
        ReplicaStorageException {
  private static final long serialVersionUID = 1;

  ReplicaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
