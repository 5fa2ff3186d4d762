package dev.weir.s2.lite;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RequestRejectedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The only writer of the storage: one platform thread that takes what is queued, commits it
/// together with one sync, and then completes it in the order of the queue.
///
/// The queue is bounded by its bytes: [#admit] makes callers wait before they queue anything.
///
/// After a commit that failed nothing is written to the storage as it is: the data may or may not
/// be on disk, and a later sync that succeeds would prove nothing about it. All that is queued
/// fails, until [Recovery] has opened the storage anew. That begins a new *epoch*: what was loaded
/// in an earlier one may have run ahead of what is durable, and writes nothing any more.
final class Committer {
  /// Something to commit. All methods but the first run on the commit thread.
  interface Work {
    /// What [#admit] took for it.
    int admittedBytes();

    /// Adds its changes, or none if it is refused.
    void stage(Staging staging) throws Exception;

    /// Its changes and all before it are durable.
    void committed();

    void failed(RuntimeException failure);
  }

  private static final Logger LOG = System.getLogger(Committer.class.getName());

  /// Charged for each piece of work besides its data, so that the number of pieces is bounded too.
  static final int WORK_OVERHEAD_BYTES = 1024;

  private static final int MAX_GROUP_WORK = 4096;
  private static final int MAX_GROUP_BYTES = 16 * 1024 * 1024;

  private final Storage storage;
  private final StoredBytes stored; // of the commit thread
  private final StorageRoom room;
  private final S2LiteListener listener;
  private final Recovery recovery;
  private final int budgetBytes;
  private final Semaphore budget;
  private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile @Nullable RuntimeException failure;
  private volatile boolean ended;
  private final AtomicLong epoch = new AtomicLong();
  private Runnable reopened = () -> {};

  /// Made beforehand, since it is told when nothing more can be made.
  private final RequestRejectedException outOfMemory = stopped("memory ran out", null);

  Committer(Storage storage, int budgetBytes, StorageRoom room, S2LiteListener listener) {
    this(
        storage, budgetBytes, room, listener, Thread.ofPlatform().name("s2-lite-commit").factory());
  }

  Committer(
      Storage storage,
      int budgetBytes,
      StorageRoom room,
      S2LiteListener listener,
      ThreadFactory threads) {
    this.storage = storage;
    stored = new StoredBytes(storage, listener);
    this.room = room;
    this.listener = listener;
    recovery = new Recovery(storage, listener);
    this.budgetBytes = budgetBytes;
    budget = new Semaphore(budgetBytes, true);
    thread = threads.newThread(this::run);
  }

  /// @param reopened drops what was loaded in earlier epochs; called on the commit thread
  void start(Runnable reopened) {
    this.reopened = reopened;
    try {
      thread.start();
    } catch (Throwable e) {
      ended = true; // what is submitted must not wait for a thread that never was
      throw e;
    }
  }

  StorageRoom room() {
    return room;
  }

  /// Grows by one each time the storage is opened anew. To be asked before what is loaded is read.
  long epoch() {
    return epoch.get();
  }

  /// What a call is told that stands on an earlier epoch.
  static RequestRejectedException superseded(Object what) {
    return new RequestRejectedException(
        ErrorCode.STORAGE,
        what
            + ": a write failed, and the store was read anew from the disk. What was acknowledged is"
            + " there; whether what was then in flight is, a read tells. Try again");
  }

  /// Waits until `bytes` more may be in flight, and takes them; the work that is then submitted
  /// gives them back.
  int admit(long bytes) {
    int charge = (int) Math.min(bytes + WORK_OVERHEAD_BYTES, budgetBytes);
    try {
      budget.acquire(charge);
      return charge;
    } catch (InterruptedException e) {
      throw new InterruptedCallException("room among the appends in flight", e);
    }
  }

  /// Gives back what was admitted for work that is not submitted after all.
  void release(int admittedBytes) {
    budget.release(admittedBytes);
  }

  /// Has `decision` taken on the commit thread, and waits until what it staged is durable.
  ///
  /// @param what is being changed, for messages
  <T> T change(String what, MetadataChange.Decision<T> decision) {
    return change(what, decision, () -> {});
  }

  /// Has `decision` taken on the commit thread, and waits until what it staged is durable.
  ///
  /// @param what is being changed, for messages
  /// @param done runs once the change is durable or has failed, whoever still waits for it
  <T> T change(String what, MetadataChange.Decision<T> decision, Runnable done) {
    CompletableFuture<T> result;
    try {
      var change = new MetadataChange<>(admit(0), decision);
      result = change.result();
      submit(change);
    } catch (Throwable e) {
      done.run();
      throw e;
    }
    return Waiting.await(what, result.whenComplete((changed, failure) -> done.run()));
  }

  /// Queues admitted work. Never blocks; `work` is told of its end in any case.
  void submit(Work work) {
    queue.add(work);
    if (ended) {
      failQueued();
    }
  }

  /// Why nothing is being written, if so.
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /// Commits what is queued, then ends the thread.
  void close() {
    queue.add(new Stop());
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the storage must not close under a commit
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var group = new ArrayList<Work>(MAX_GROUP_WORK); // never grows: taking work must not fail
    try {
      boolean running = true;
      while (running) {
        running = take(group);
        commit(group);
        group.clear();
        if (failure != null && running) {
          recover();
        }
      }
    } finally {
      ended = true;
      failQueued();
    }
  }

  /// Fills `group`; false once the end was asked for.
  private boolean take(List<Work> group) {
    long bytes = 0;
    @Nullable Work next = first();
    while (next != null && !(next instanceof Stop)) {
      group.add(next);
      bytes += next.admittedBytes();
      boolean full = group.size() >= MAX_GROUP_WORK || bytes >= MAX_GROUP_BYTES;
      next = full ? null : queue.poll();
    }
    return !(next instanceof Stop);
  }

  /// The next piece of work; while there is a failure, null once it is time to try again.
  private @Nullable Work first() {
    while (true) {
      try {
        return failure == null
            ? queue.take()
            : queue.poll(recovery.nanosUntilNext(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "interrupted, and going on: only a message stops this thread");
      }
    }
  }

  private void commit(List<Work> group) {
    if (group.isEmpty()) {
      return;
    }
    if (failure == null) {
      try {
        var staging = new Staging(storage, stored);
        for (Work work : group) {
          work.stage(staging);
        }
        Mutations whole = staging.whole();
        if (!whole.isEmpty()) {
          long start = System.nanoTime();
          storage.commit(whole);
          told(group, System.nanoTime() - start);
        }
      } catch (Throwable e) {
        stop(e);
      }
    }
    finish(group);
  }

  private void told(List<Work> group, long nanos) {
    long bytes = 0;
    for (Work work : group) {
      bytes += work.admittedBytes();
    }
    room.wrote(bytes);
    recovery.committed();
    listener.groupCommitted(group.size(), bytes, nanos);
  }

  private void finish(List<Work> group) {
    for (Work work : group) {
      finish(work);
      budget.release(work.admittedBytes());
    }
  }

  private void finish(Work work) {
    if (failure == null) {
      try {
        work.committed();
      } catch (Throwable e) {
        stop(e); // what memory shows may now differ from what the disk holds
      }
    }
    RuntimeException failed = failure;
    if (failed != null) {
      work.failed(failed);
    }
  }

  private void failQueued() {
    for (Work work = queue.poll(); work != null; work = queue.poll()) {
      work.failed(failure().orElseGet(() -> new IllegalStateException("the S2Lite is closed")));
      budget.release(work.admittedBytes());
    }
  }

  /// Never throws: whoever waits for what failed has yet to be told.
  private void stop(Throwable cause) {
    RuntimeException stopped;
    try {
      stopped = stopped(cause);
    } catch (Throwable e) {
      stopped = outOfMemory;
    }
    failure = stopped;
    recovery.failed(stopped);
    stored.clear();
  }

  private void recover() {
    boolean writes =
        recovery.attempt(() -> {
          epoch.incrementAndGet();
          reopened.run();
        });
    if (writes) {
      failure = null;
      recovery.succeeded();
    }
  }

  private RequestRejectedException stopped(Throwable cause) {
    return cause instanceof OutOfMemoryError
        ? outOfMemory
        : stopped("a write failed (" + cause.getMessage() + ")", cause);
  }

  private static RequestRejectedException stopped(String why, @Nullable Throwable cause) {
    return new RequestRejectedException(
        ErrorCode.STORAGE,
        "the store stopped writing because "
            + why
            + ". Whether what was then in flight is durable is unknown; reads go on. Once that is"
            + " mended, such as by making room on the disk, the store goes on by itself: try again",
        cause);
  }

  private static final class Stop implements Work {
    @Override
    public int admittedBytes() {
      return 0;
    }

    @Override
    public void stage(Staging staging) {}

    @Override
    public void committed() {}

    @Override
    public void failed(RuntimeException failure) {}
  }
}
