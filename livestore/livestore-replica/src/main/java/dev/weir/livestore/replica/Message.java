package dev.weir.livestore.replica;

import dev.weir.livestore.sync.ClientEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.PushRejectedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/// What a replica's writing thread is asked to do.
sealed interface Message {
  record Committing(List<NewEvent> events, List<ClientEvent> drafts, Commit commit)
      implements Message {
    /// They are not stored, and the room that they took is free.
    void fail(Semaphore room, Throwable why) {
      room.release(commit.size());
      commit.failed(why);
    }
  }

  record Pulled(PullRun run, PullPage page) implements Message {}

  /// The pull begins again: whether the backend has more is unknown.
  record PullEnded() implements Message {}

  record WantsBatch(CompletableFuture<PushBatch> answer) implements Message {}

  record Accepted(PushBatch batch) implements Message {}

  record RejectedPush(PushBatch batch, PushRejectedException cause) implements Message {}

  record Troubled(Throwable cause) implements Message {}

  record StopSyncing(Throwable cause) implements Message {}

  record SaveCheckpoint(String subscription, EventSeqNum reached, CompletableFuture<Void> done)
      implements Message {}

  /// What is to become of a rejected event.
  ///
  /// @param drop whether the rejected event is dropped, or else tried again
  record Decided(boolean drop, CompletableFuture<Void> done) implements Message {}

  record ListPending(CompletableFuture<List<ClientEvent>> answer) implements Message {}

  /// Answered once all that was asked before it is done.
  record Reached(CompletableFuture<Void> done) implements Message {}

  record Close() implements Message {}
}
