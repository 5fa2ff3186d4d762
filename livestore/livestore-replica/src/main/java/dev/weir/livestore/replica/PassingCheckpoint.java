package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;

/// A subscriber whose checkpoint ends with its subscription.
final class PassingCheckpoint implements Projection {
  private final EventHandler handler;
  private EventSeqNum reached;

  PassingCheckpoint(EventSeqNum after, EventHandler handler) {
    this.handler = handler;
    this.reached = after;
  }

  @Override
  public EventSeqNum checkpoint() {
    return reached;
  }

  @Override
  public void apply(EventPage page) throws Exception {
    handler.handle(page);
    reached = page.checkpoint();
  }
}
