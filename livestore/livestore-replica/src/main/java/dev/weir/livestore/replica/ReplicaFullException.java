package dev.weir.livestore.replica;

/// So many events wait for their confirmation that no more may be committed, and none was confirmed
/// in time. Nothing was committed.
public final class ReplicaFullException extends ReplicaException {
  private static final long serialVersionUID = 1;

  ReplicaFullException(String message) {
    super(message, null);
  }
}
