package dev.weir.s2;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Appends single records: gathers them into batches, sends those through an [AppendSession], and
/// tells of each record what became of it. Thread-safe; the order of concurrent submits is the
/// order in which they get hold of the producer.
///
/// Records go into the open batch under the lock. One thread sends: it waits until the batch is
/// full, its linger is over or somebody flushes, takes it, and submits it. While the session has no
/// room that thread waits, then the open batch fills, and then the submits wait.
///
/// The first failure ends the producer: its batch's records and all behind them fail with it. Owns
/// its session.
public final class Producer implements AutoCloseable {
  private final AppendSession session;
  private final ProducerOptions options;
  private final Thread sender;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sendable = lock.newCondition();
  private final Condition roomy = lock.newCondition();
  private Draft open = new Draft();
  private @Nullable CompletableFuture<RecordAck> last;
  private boolean full;
  private boolean flushing;
  private boolean closed;
  private @Nullable RuntimeException failure;

  // The sending thread's own.
  private OptionalLong nextSeqNum;

  private Producer(AppendSession session, ProducerOptions options) {
    this.session = session;
    this.options = options;
    this.nextSeqNum = options.matchSeqNum();
    this.sender = Thread.ofVirtual().name("s2-producer").unstarted(this::send);
  }

  /// A producer over `session`, which it closes.
  public static Producer over(AppendSession session) {
    return over(session, ProducerOptions.DEFAULT);
  }

  /// A producer over `session`, which it closes.
  public static Producer over(AppendSession session, ProducerOptions options) {
    var producer = new Producer(session, options);
    producer.sender.start();
    return producer;
  }

  /// Submits a record. Waits while the open batch is full and the session has no room for it.
  ///
  /// @return ends when the record is durable, or fails with what ended the producer; to cancel it
  ///   changes nothing. What hangs on it runs on the session's thread and must not wait
  /// @throws InvalidInputException if the record alone is over the batch's limit; others are not
  ///   harmed
  /// @throws S2Exception what ended the producer, if it has failed
  /// @throws IllegalStateException if the producer is closed
  public CompletableFuture<RecordAck> submit(AppendRecord record) {
    long bytes = record.meteredBytes();
    if (bytes > options.maxBatchBytes()) {
      throw new InvalidInputException(
          "a record of "
              + bytes
              + " metered bytes does not fit into a batch of "
              + options.maxBatchBytes()
              + "; it was not submitted");
    }
    lock.lock();
    try {
      awaitRoom(bytes);
      var ack = open.add(record, bytes);
      last = ack;
      full = open.records.size() == options.maxBatchRecords();
      if (full || open.records.size() == 1) {
        sendable.signal();
      }
      return ack;
    } finally {
      lock.unlock();
    }
  }

  /// Sends what is there without waiting for more, and waits until every record that was submitted
  /// before is durable.
  ///
  /// @throws S2Exception what ended the producer, if it failed
  public void flush() {
    var awaited = flushed();
    if (awaited == null) {
      return;
    }
    try {
      var unused = awaited.get();
    } catch (InterruptedException e) {
      throw new InterruptedCallException("the records to become durable", e);
    } catch (ExecutionException e) {
      throw again(unwrapped(e.getCause()));
    }
  }

  /// Takes no more records, flushes, and closes the session. May be called twice.
  ///
  /// @throws S2Exception what ended the producer, if it failed
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      sendable.signal();
      roomy.signalAll();
    } finally {
      lock.unlock();
    }
    awaitSender();
    session.close();
    if (failure != null) {
      throw again(failure);
    }
  }

  /// Ends the producer and its session now. Records that are not acknowledged fail; whether they
  /// are appended is unknown. From any thread.
  public void abort() {
    fail(
        new OutcomeUnknownException("the producer was aborted before the record was acknowledged"));
    session.abort();
  }

  private void awaitRoom(long bytes) {
    requireOpen();
    while (full || open.bytes + bytes > options.maxBatchBytes()) {
      full = true;
      sendable.signal();
      try {
        roomy.await();
      } catch (InterruptedException e) {
        throw new InterruptedCallException("room in the producer", e);
      }
      requireOpen();
    }
  }

  private void requireOpen() {
    if (failure != null) {
      throw again(failure);
    }
    if (closed) {
      throw new IllegalStateException("the producer is closed; the record was not submitted");
    }
  }

  private @Nullable CompletableFuture<RecordAck> flushed() {
    lock.lock();
    try {
      flushing = !open.records.isEmpty();
      sendable.signal();
      return last;
    } finally {
      lock.unlock();
    }
  }

  private void awaitSender() {
    try {
      sender.join();
    } catch (InterruptedException e) {
      abort();
      throw new InterruptedCallException("the records to become durable", e);
    }
  }

  private void send() {
    try {
      for (var batch = take(); batch != null; batch = take()) {
        submit(batch);
      }
    } catch (RuntimeException | Error e) { // whatever it is, somebody waits for the records
      fail(unwrapped(e));
    }
  }

  /// Waits for a batch to send; null once the producer is closed and everything is sent, or failed.
  private @Nullable Draft take() {
    lock.lock();
    try {
      while (open.records.isEmpty() && !closed && failure == null) {
        sendable.await();
      }
      long left = options.linger().toNanos();
      while (lingers() && left > 0) {
        left = sendable.awaitNanos(left);
      }
      return failure == null && !open.records.isEmpty() ? takeOpen() : null;
    } catch (InterruptedException e) {
      throw new InterruptedCallException("the next record", e); // nobody interrupts this thread
    } finally {
      lock.unlock();
    }
  }

  private boolean lingers() {
    return !full && !flushing && !closed && failure == null;
  }

  private Draft takeOpen() {
    var batch = open;
    open = new Draft();
    full = false;
    flushing = false;
    roomy.signalAll();
    return batch;
  }

  private void submit(Draft batch) {
    try {
      var input = new AppendInput(batch.records, nextSeqNum, options.fencingToken());
      if (nextSeqNum.isPresent()) {
        nextSeqNum = OptionalLong.of(nextSeqNum.getAsLong() + batch.records.size());
      }
      var unused = session.submit(input).whenComplete((ack, e) -> settle(batch, ack, e));
    } catch (RuntimeException | Error e) {
      settle(batch, null, e);
      throw e;
    }
  }

  private void settle(Draft batch, @Nullable AppendAck ack, @Nullable Throwable e) {
    if (ack != null) {
      batch.acknowledge(ack);
    } else {
      var why = unwrapped(e);
      fail(why);
      batch.fail(why);
    }
  }

  private void fail(RuntimeException why) {
    Draft unsent;
    lock.lock();
    try {
      if (failure == null) {
        failure = why;
      }
      unsent = open;
      open = new Draft();
      sendable.signal();
      roomy.signalAll();
    } finally {
      lock.unlock();
    }
    unsent.fail(why);
  }

  private static RuntimeException again(RuntimeException failure) {
    return failure instanceof S2Exception e ? e.again() : failure;
  }

  private static RuntimeException unwrapped(@Nullable Throwable e) {
    return switch (e) {
      case CompletionException wrapped when wrapped.getCause() instanceof RuntimeException cause ->
          cause;
      case RuntimeException runtime -> runtime;
      case null, default -> new IllegalStateException("the append failed unexpectedly", e);
    };
  }

  /// Records on their way into one batch, and who waits for each.
  private static final class Draft {
    private final List<AppendRecord> records = new ArrayList<>();
    private final List<CompletableFuture<RecordAck>> acks = new ArrayList<>();
    private long bytes;

    CompletableFuture<RecordAck> add(AppendRecord record, long meteredBytes) {
      var ack = new CompletableFuture<RecordAck>();
      records.add(record);
      acks.add(ack);
      bytes += meteredBytes;
      return ack;
    }

    void acknowledge(AppendAck ack) {
      for (int i = 0; i < acks.size(); i++) {
        acks.get(i).complete(new RecordAck(ack.start().seqNum() + i, ack));
      }
    }

    void fail(RuntimeException why) {
      acks.forEach(ack -> ack.completeExceptionally(why));
    }
  }
}
