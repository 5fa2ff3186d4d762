package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.BackendReplacedException;
import dev.weir.livestore.sync.backend.PushRejectedException;
import dev.weir.livestore.sync.backend.SyncBackend;
import dev.weir.livestore.sync.backend.SyncException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Pushes what is pending, the oldest first and one push at a time. A push that may or may not have
/// been stored is made again, with the same numbers unless a pull has settled the matter.
final class Pusher implements Runnable {
  /// A proxy of several may know less than this replica for a moment, but not for so many tries.
  private static final int MAX_BEHIND = 6;

  private final LogWriter writer;
  private final SyncBackend backend;
  private final EventLogConfig config;
  private final Pauses pauses;
  private int behindInARow;

  Pusher(LogWriter writer, SyncBackend backend, EventLogConfig config) {
    this.writer = writer;
    this.backend = backend;
    this.config = config;
    this.pauses = new Pauses(config.firstRetry(), config.maxRetry());
  }

  @Override
  public void run() {
    try {
      while (writer.progress().get().isSyncing()) {
        push(nextBatch());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the replica is closing
    } catch (ReplicaClosedException e) {
      // Nobody is there to be told.
    }
  }

  private PushBatch nextBatch() throws InterruptedException {
    var answer = new CompletableFuture<PushBatch>();
    writer.submit(new Message.WantsBatch(answer));
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new ReplicaClosedException("the replica is closed");
    }
  }

  private void push(PushBatch batch) throws InterruptedException {
    try {
      switch (backend.push(batch.events())) {
        case PushResult.Accepted() -> {
          pauses.reset();
          behindInARow = 0;
          writer.submit(new Message.Accepted(batch));
        }
        case PushResult.ServerAhead(EventSeqNum head, var provided) -> serverAhead(batch, head);
      }
    } catch (PushRejectedException e) {
      writer.submit(new Message.RejectedPush(batch, e));
    } catch (BackendReplacedException e) {
      writer.submit(new Message.StopSyncing(e));
    } catch (SyncException e) {
      writer.submit(new Message.Troubled(e));
      var unused = writer.progress().await(now -> !now.isSyncing(), pauses.nextNanos());
    } catch (ReplicaClosedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      writer.submit(new Message.StopSyncing(e)); // a fault, which trying again would not mend
    }
  }

  /// The pull brings what this replica lacks, and then there is something else to push.
  private void serverAhead(PushBatch batch, EventSeqNum head) throws InterruptedException {
    behindInARow = batch.backendHead().isAfter(head) ? behindInARow + 1 : 0;
    if (behindInARow == MAX_BEHIND) {
      writer.submit(
          new Message.StopSyncing(
              new HistoryMismatchException(
                  "store %s: the backend's log ends with %s, but this replica has pulled from it up to %s. It stopped syncing; its own events are still pending"
                      .formatted(config.storeId(), head, batch.backendHead()))));
      return;
    }
    boolean moved =
        writer
            .progress()
            .await(
                now -> !now.isSyncing() || !now.backendHead().equals(batch.backendHead()),
                pauses.nextNanos());
    if (moved) {
      pauses.reset();
    }
  }
}
