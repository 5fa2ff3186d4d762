package dev.weir.livestore.replica;

/// The backend's log does not continue what this replica holds of it: it is another history, or a
/// part is missing. The replica has stopped syncing; what it holds stays as it is.
public final class HistoryMismatchException extends ReplicaException {
  private static final long serialVersionUID = 1;

  HistoryMismatchException(String message) {
    super(message, null);
  }
}
