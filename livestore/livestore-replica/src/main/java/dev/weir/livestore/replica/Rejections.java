package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import java.util.Optional;

/// Pushes that the backend will never take. Finds out which event it is, by pushing those that were
/// rejected together one by one, and holds pushes up until somebody decides what becomes of it.
/// Used by the writing thread alone.
final class Rejections {
  private final PendingEvents pending;
  private final Health health;
  private final EventLogListener listener;
  private final Announcements announcements;

  /// So many events are pushed one by one, since they were rejected together.
  private int singly;

  /// Waits until what was accepted before it has been pulled: the oldest pending event it is then.
  private Optional<Message.RejectedPush> waiting = Optional.empty();

  /// How many events were committed with the rejected one.
  private long rejectedCount;

  Rejections(
      PendingEvents pending,
      Health health,
      EventLogListener listener,
      Announcements announcements) {
    this.pending = pending;
    this.health = health;
    this.listener = listener;
    this.announcements = announcements;
  }

  boolean allowPushes() {
    return waiting.isEmpty() && health.isRunning();
  }

  /// How many events to push at once.
  int most(int usual) {
    return singly > 0 ? 1 : usual;
  }

  void accepted(PushBatch batch) {
    singly = Math.max(0, singly - batch.events().size());
  }

  void rejected(Message.RejectedPush rejected) {
    waiting = Optional.empty();
    if (!pending.isCurrent(rejected.batch()) || !health.isRunning()) {
      return;
    }
    if (pending.confirmed() >= rejected.batch().last()) {
      return; // a pull brought them meanwhile: an earlier push had stored them
    }
    int size = rejected.batch().events().size();
    if (size > 1) {
      singly = size; // one of them it is
      return;
    }
    if (pending.confirmed() < rejected.batch().last() - 1) {
      waiting = Optional.of(rejected);
      return;
    }
    EncodedEvent event = rejected.batch().events().getFirst();
    rejectedCount = rejected.batch().last();
    health.become(new ReplicaState.Rejected(event, rejected.cause()));
    announcements.tell(() -> listener.rejected(event, rejected.cause()));
  }

  /// A pull may bring what a rejection waits for. It may also bring the event itself, stored by an
  /// earlier push whose answer was lost: then nothing is left to decide.
  void reconsider() {
    waiting.ifPresent(this::rejected);
    if (health.state() instanceof ReplicaState.Rejected && pending.confirmed() >= rejectedCount) {
      health.become(new ReplicaState.Running());
    }
  }
}
