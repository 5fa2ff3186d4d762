package dev.weir.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// The one thread of all clients: a thread for each would take the processors from the server.
final class Loop implements AutoCloseable {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private record Timer(long nanos, Runnable action) {}

  private final Selector selector;
  private final Thread thread = Thread.ofPlatform().name("bench-load").unstarted(this::run);
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::nanos));
  private final Queue<FutureTask<?>> calls = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;
  private volatile Optional<Throwable> failure = Optional.empty();

  private Loop(Selector selector) {
    this.selector = selector;
  }

  static Loop start() throws IOException {
    var loop = new Loop(Selector.open());
    loop.thread.start();
    return loop;
  }

  Selector selector() {
    return selector;
  }

  /// Runs `action` once [System#nanoTime] has come to `nanos`. Called on this thread alone.
  void at(long nanos, Runnable action) {
    timers.add(new Timer(nanos, action));
  }

  /// Asks something of this thread.
  ///
  /// @throws IOException if the thread has ended, or what was asked failed
  <T> T call(Supplier<T> question) throws IOException, InterruptedException {
    var task = new FutureTask<T>(question::get);
    calls.add(task);
    selector.wakeup();
    if (closed) {
      cancelCalls();
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException("the load failed", e.getCause());
    } catch (CancellationException e) {
      throw new IOException("the load has ended", failure.orElse(e));
    }
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(Loop::ready, millisToNext());
        for (var call = calls.poll(); call != null; call = calls.poll()) {
          call.run();
        }
        runTimers();
      }
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e);
    } finally {
      closed = true;
      cancelCalls();
    }
  }

  private void cancelCalls() {
    for (var call = calls.poll(); call != null; call = calls.poll()) {
      var unused = call.cancel(false);
    }
  }

  /// At least one, as 0 would mean for ever; what is late by a part of a millisecond counts from
  /// when it was due.
  private long millisToNext() {
    var next = timers.peek();
    return next == null ? 1_000 : Math.max(1, (next.nanos() - System.nanoTime()) / NANOS_PER_MILLI);
  }

  private void runTimers() {
    var now = System.nanoTime();
    for (var next = timers.peek(); next != null && next.nanos() <= now; next = timers.peek()) {
      timers.remove();
      next.action().run();
    }
  }

  private static void ready(SelectionKey key) {
    ((Wire) key.attachment()).ready();
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
