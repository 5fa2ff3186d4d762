package dev.weir.livestore.replica;

import dev.weir.livestore.sync.backend.BackendReplacedException;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.SyncBackend;
import dev.weir.livestore.sync.backend.SyncException;
import java.util.Optional;

/// Follows the backend's log, pull after pull, until the replica syncs no more.
final class Puller implements Runnable {
  private final LogWriter writer;
  private final SyncBackend backend;
  private final Pauses pauses;

  Puller(LogWriter writer, SyncBackend backend, EventLogConfig config) {
    this.writer = writer;
    this.backend = backend;
    this.pauses = new Pauses(config.firstRetry(), config.maxRetry());
  }

  @Override
  public void run() {
    try {
      while (writer.progress().get().isSyncing()) {
        pullOnce();
        writer.submit(new Message.PullEnded());
        var unused = writer.progress().await(now -> !now.isSyncing(), pauses.nextNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the replica is closing
    } catch (ReplicaClosedException e) {
      // Nobody is there to be told.
    }
  }

  private void pullOnce() throws InterruptedException {
    try (var run = new PullRun(backend.pull(writer.progress().get().cursor(), PullMode.LIVE))) {
      follow(run);
    } catch (BackendReplacedException e) {
      writer.submit(new Message.StopSyncing(e));
    } catch (SyncException e) {
      writer.submit(new Message.Troubled(e));
    } catch (ReplicaClosedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      writer.submit(new Message.StopSyncing(e)); // a fault, which trying again would not mend
    }
  }

  private void follow(PullRun run) throws InterruptedException {
    while (run.failure().isEmpty()) {
      Optional<PullPage> page = run.pull().next();
      if (page.isEmpty()) {
        return;
      }
      run.awaitRoom();
      pauses.reset();
      try {
        writer.submit(new Message.Pulled(run, page.get()));
      } catch (ReplicaClosedException | InterruptedException e) {
        run.stored(); // it never came there
        throw e;
      }
    }
  }
}
