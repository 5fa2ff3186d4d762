package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EventBatch;

/// Compares a batch with the canonical log, event by event, until one differs.
final class StoredMatch {
  private final EventBatch batch;
  private int count;
  private boolean over;

  StoredMatch(EventBatch batch) {
    this.batch = batch;
  }

  /// The next canonical event; those before the batch are passed over.
  void offer(CanonicalEvent canonical) {
    if (over || batch.first().seqNum().isAfter(canonical.event().seqNum())) {
      return;
    }
    if (canonical.event().isSame(batch.events().get(count))) {
      count++;
      over = count == batch.size();
    } else {
      over = true;
    }
  }

  boolean isOver() {
    return over;
  }

  /// How many events at the batch's beginning are stored.
  int count() {
    return count;
  }
}
