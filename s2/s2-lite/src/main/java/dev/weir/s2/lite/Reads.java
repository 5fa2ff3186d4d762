package dev.weir.s2.lite;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Reads of the storage, on a few platform threads: the storage's native calls would pin a virtual
/// thread's carrier.
final class Reads {
  /// A read of the storage.
  interface Task<T> {
    T run(Storage storage) throws IOException;
  }

  private static final int THREADS = 3;

  /// Callers beyond these wait their turn before they queue anything.
  private static final int MAX_QUEUED = 256;

  private static final Logger LOG = System.getLogger(Reads.class.getName());
  private static final int MOST_REPORTED = 100;

  private final Storage storage;
  private final S2LiteListener listener;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;
  private final Semaphore room = new Semaphore(MAX_QUEUED, true);

  Reads(Storage storage, S2LiteListener listener) {
    this.storage = storage;
    this.listener = listener;
    var number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task ->
                Thread.ofPlatform()
                    .name("s2-lite-read-" + number.incrementAndGet())
                    .unstarted(task));
  }

  /// Runs `task` and waits for it.
  ///
  /// @param what is being read, for messages
  <T> T call(Object what, Task<T> task) {
    String call = "a read of " + what;
    try {
      room.acquire();
    } catch (InterruptedException e) {
      throw new InterruptedCallException(call, e);
    }
    return Waiting.await(call, execute(what, task));
  }

  /// Gives back the room of a stream's rows before `seqNum`, which are deleted and never looked for
  /// again. Without it they would take room until a compaction comes by. Never fails: then they do.
  void reclaim(ActiveStream stream, long seqNum) {
    try {
      boolean unused =
          call(
              stream.key(),
              from -> {
                from.reclaim(Keys.row(stream.id(), 0), Keys.row(stream.id(), seqNum));
                return true;
              });
    } catch (S2Exception | IllegalStateException e) {
      LOG.log(Level.DEBUG, () -> "the room of " + stream.key() + " is given back later", e);
    }
  }

  /// Starts `task`, on which others than the caller may wait: an interrupt of the caller has no
  /// part in it.
  <T> CompletableFuture<T> submit(Object what, Task<T> task) {
    room.acquireUninterruptibly();
    return execute(what, task);
  }

  private <T> CompletableFuture<T> execute(Object what, Task<T> task) {
    var result = new CompletableFuture<T>();
    long start = System.nanoTime();
    try {
      threads.execute(() -> run(what, task, result, start));
    } catch (RejectedExecutionException e) {
      room.release();
      throw new IllegalStateException("the S2Lite is closed", e);
    }
    return result;
  }

  private <T> void run(Object what, Task<T> task, CompletableFuture<T> result, long start) {
    try {
      T found = task.run(storage);
      listener.storageRead(System.nanoTime() - start);
      result.complete(found);
    } catch (CorruptRowException e) {
      result.completeExceptionally(report(what + " is corrupt: " + e.getMessage(), e));
    } catch (IOException e) {
      result.completeExceptionally(report(what + " could not be read: " + e.getMessage(), e));
    } catch (Throwable e) {
      result.completeExceptionally(e);
    } finally {
      room.release();
    }
  }

  /// Also logs it, once: whoever reads the stream gets it again and again.
  private RequestRejectedException report(String message, Exception cause) {
    if (reported.size() < MOST_REPORTED && reported.add(message)) {
      listener.unreadable(message);
      LOG.log(
          Level.ERROR,
          message + ". The rest of the store is served on. Restore a backup soon",
          cause);
    }
    return unreadable(message, cause);
  }

  static RequestRejectedException unreadable(String message, Exception cause) {
    return new RequestRejectedException(ErrorCode.STORAGE, message, cause);
  }

  /// Ends the threads, after the reads they have.
  void close() {
    threads.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true; // the storage must not close under a read
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
