package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;
import java.util.concurrent.CompletableFuture;

/// A subscriber whose checkpoint the replica keeps.
record KeptCheckpoint(String name, EventHandler handler, Journal journal, LogWriter writer)
    implements Projection {
  @Override
  public EventSeqNum checkpoint() {
    return journal.checkpoint(name);
  }

  @Override
  public void apply(EventPage page) throws Exception {
    handler.handle(page);
    var done = new CompletableFuture<Void>();
    writer.submit(new Message.SaveCheckpoint(name, page.checkpoint(), done));
    EventLog.await(done);
  }
}
