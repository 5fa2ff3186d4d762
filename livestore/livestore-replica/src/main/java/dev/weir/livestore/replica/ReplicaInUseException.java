package dev.weir.livestore.replica;

/// Another replica, in this process or another, has the file open.
public final class ReplicaInUseException extends ReplicaException {
  private static final long serialVersionUID = 1;

  ReplicaInUseException(String message) {
    super(message, null);
  }
}
