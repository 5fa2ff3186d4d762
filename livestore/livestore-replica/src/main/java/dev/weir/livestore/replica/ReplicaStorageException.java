package dev.weir.livestore.replica;

import org.jspecify.annotations.Nullable;

/// The replica's file could not be read or written.
public final class ReplicaStorageException extends ReplicaException {
  private static final long serialVersionUID = 1;

  private final boolean full;

  ReplicaStorageException(String message, boolean full, @Nullable Throwable cause) {
    super(message, cause);
    this.full = full;
  }

  /// Whether the disk has no room. Nothing of the write happened then, and the replica goes on once
  /// there is room. After any other failed write it stops: what the file holds is known when it is
  /// opened again.
  public boolean isFull() {
    return full;
  }
}
