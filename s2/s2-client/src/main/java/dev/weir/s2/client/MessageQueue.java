package dev.weir.s2.client;

import dev.weir.s2.ReadMessage;
import dev.weir.s2.S2Exception;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Messages on their way from the thread that receives them to the one that reads them. It holds
/// few: when the reader is slow, the receiver waits, and then the server does.
///
/// It is open, then over (the reader still gets what is in it, and then the end or the failure), or
/// closed (the reader gets the end at once).
final class MessageQueue {
  private static final int CAPACITY = 4;
  private static final ReadMessage.End END = new ReadMessage.End();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ReadMessage> messages = new ArrayDeque<>(CAPACITY);
  private boolean closed;
  private boolean over;
  private @Nullable S2Exception failure;

  /// Waits for room. Drops the message once the queue is closed.
  void put(ReadMessage message) {
    lock.lock();
    try {
      while (messages.size() == CAPACITY && !closed) {
        changed.awaitUninterruptibly();
      }
      if (!closed) {
        messages.add(message);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a message.
  ///
  /// @throws S2Exception what the read failed with
  ReadMessage take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (messages.isEmpty() && !over && !closed) {
        changed.await();
      }
      var message = messages.poll();
      if (message != null) {
        changed.signalAll();
        return message;
      }
      if (failure != null && !closed) {
        throw failure;
      }
      return END;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will come.
  void end() {
    finish(null);
  }

  /// Nothing more will come, because of `reason`.
  void fail(S2Exception reason) {
    finish(reason);
  }

  /// Drops what is in the queue and ends both sides' waits.
  void close() {
    lock.lock();
    try {
      closed = true;
      messages.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for `delay`, or until the queue is closed; whether it is.
  boolean awaitClosed(Duration delay) throws InterruptedException {
    lock.lock();
    try {
      long nanos = TimeUnit.NANOSECONDS.convert(delay);
      while (!closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void finish(@Nullable S2Exception reason) {
    lock.lock();
    try {
      over = true;
      failure = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
