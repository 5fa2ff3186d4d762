package dev.weir.livestore.replica;

import java.util.Optional;

/// Whether a replica syncs, and what went wrong last. Used by its writing thread alone.
final class Health {
  private final EventLogListener listener;
  private final Announcements announcements;
  private ReplicaState state = new ReplicaState.Running();
  private Optional<Throwable> lastError = Optional.empty();

  Health(EventLogListener listener, Announcements announcements) {
    this.listener = listener;
    this.announcements = announcements;
  }

  ReplicaState state() {
    return state;
  }

  Optional<Throwable> lastError() {
    return lastError;
  }

  boolean isRunning() {
    return state instanceof ReplicaState.Running;
  }

  void become(ReplicaState next) {
    state = next;
  }

  /// The backend answered as it should.
  void recovered() {
    lastError = Optional.empty();
  }

  void troubled(Throwable cause) {
    if (lastError.isEmpty() || !String.valueOf(lastError.get()).equals(String.valueOf(cause))) {
      announcements.tell(() -> listener.troubled(cause));
    }
    lastError = Optional.of(cause);
  }

  void stop(Throwable cause) {
    if (!(state instanceof ReplicaState.Stopped)) {
      state = new ReplicaState.Stopped(cause);
      announcements.tell(() -> listener.stopped(cause));
    }
  }

  void storageFailed(ReplicaStorageException failure) {
    if (failure.isFull()) {
      troubled(failure);
    } else {
      stop(failure);
    }
  }

  /// After a write with an unknown outcome the file is left as it is.
  void requireStorage() {
    if (state instanceof ReplicaState.Stopped(ReplicaStorageException cause)) {
      throw cause;
    }
  }
}
