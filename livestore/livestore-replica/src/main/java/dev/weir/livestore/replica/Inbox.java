package dev.weir.livestore.replica;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What a replica's writing thread is asked, in order. Once it is closed, all that is in it and all
/// that comes is refused: nobody is left waiting.
final class Inbox {
  private static final int MESSAGES = 4_096;

  private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(MESSAGES);
  private final Semaphore room;
  private volatile boolean closed;

  /// @param room what commits have taken, and get back if they are refused
  Inbox(Semaphore room) {
    this.room = room;
  }

  /// Hands over a message, waiting while there are too many.
  ///
  /// @throws ReplicaClosedException if nobody takes any
  void submit(Message message) throws InterruptedException {
    do {
      if (closed) {
        throw refusal();
      }
    } while (!messages.offer(message, 1, TimeUnit.SECONDS));
    if (closed) {
      refuseAll(); // it may have come too late to be seen
    }
  }

  /// Waits for a message, and adds it to `batch` with all that are there.
  void take(List<Message> batch) throws InterruptedException {
    batch.add(messages.take());
    messages.drainTo(batch);
  }

  void close() {
    closed = true;
  }

  void refuseAll() {
    for (Message message = messages.poll(); message != null; message = messages.poll()) {
      refuse(message);
    }
  }

  void refuse(Message message) {
    switch (message) {
      case Message.Committing committing -> committing.fail(room, refusal());
      case Message.Pulled(PullRun run, var page) -> run.failed(refusal());
      case Message.WantsBatch(var answer) -> answer.completeExceptionally(refusal());
      case Message.SaveCheckpoint save -> save.done().completeExceptionally(refusal());
      case Message.Decided decided -> decided.done().completeExceptionally(refusal());
      case Message.ListPending(var answer) -> answer.completeExceptionally(refusal());
      case Message.Reached(var done) -> done.completeExceptionally(refusal());
      case Message.PullEnded ignored -> {}
      case Message.Accepted ignored -> {}
      case Message.RejectedPush ignored -> {}
      case Message.Troubled ignored -> {}
      case Message.StopSyncing ignored -> {}
      case Message.Close ignored -> {}
    }
  }

  private static ReplicaClosedException refusal() {
    return new ReplicaClosedException("the replica is closed");
  }
}
