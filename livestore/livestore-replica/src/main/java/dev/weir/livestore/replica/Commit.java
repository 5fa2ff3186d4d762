package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;
import java.util.concurrent.CompletableFuture;

/// Events on their way into the log, together. Its futures run what depends on them on a thread of
/// the replica, which must not be held up: use the `…Async` methods for anything that waits.
public final class Commit {
  private final CompletableFuture<Void> durable = new CompletableFuture<>();
  private final CompletableFuture<EventSeqNum> confirmed = new CompletableFuture<>();
  private final int size;

  Commit(int size) {
    this.size = size;
  }

  /// Done when the events will survive a crash of this process and machine: all of them, or none if
  /// it fails. In memory, once they have their place.
  ///
  /// Fails with a [ReplicaStorageException] or [ReplicaClosedException].
  public CompletableFuture<Void> durable() {
    return durable.copy();
  }

  /// Done when the backend has all of the events: the number of the last one, for ever.
  ///
  /// Fails as [#durable()] does; with a [ReplicaClosedException] if the replica is closed before,
  /// which takes nothing back; and with the [dev.weir.livestore.sync.backend.PushRejectedException]
  /// of an event that was discarded.
  public CompletableFuture<EventSeqNum> confirmed() {
    return confirmed.copy();
  }

  int size() {
    return size;
  }

  void becameDurable() {
    durable.complete(null);
  }

  void wasConfirmed(EventSeqNum number) {
    confirmed.complete(number);
  }

  void failed(Throwable why) {
    durable.completeExceptionally(why);
    confirmed.completeExceptionally(why);
  }
}
