package dev.weir.s2.client;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.S2Exception;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The batches of an append session that are not acknowledged yet, in their order, and the one
/// place where its three sides meet: who submits, the thread that sends, and the one that receives.
///
/// Each batch is first `unsent`, then `sent` over the current connection, then acknowledged and
/// gone. When a connection ends, what was sent over it goes back to the front of the unsent; it is
/// *doubtful* from then on where it may be in the stream all the same.
final class AppendBacklog {
  private final AppendSessionOptions options;
  private final boolean placesBatches;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomy = lock.newCondition();
  private final Condition toDo = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private final Deque<Batch> sent = new ArrayDeque<>();
  private final Deque<Batch> unsent = new ArrayDeque<>();
  private long bytes;
  private boolean closing;
  private @Nullable RuntimeException failure;
  private OptionalLong nextPlace = OptionalLong.empty();
  private @Nullable AppendAck latest;
  private int failures;
  private Inbox inbox = new Inbox();

  /// Who is telling futures their end right now, which happens outside the lock: what programs hang
  /// on them must not hold up the session. A close or an abort waits for the others.
  private final List<Thread> telling = new ArrayList<>();

  /// @param placesBatches whether each batch is appended on the condition of its place
  AppendBacklog(AppendSessionOptions options, boolean placesBatches) {
    this.options = options;
    this.placesBatches = placesBatches;
  }

  /// A batch on its way. Its marks belong to the backlog's lock.
  static final class Batch {
    private final AppendInput input;
    private final CompletableFuture<AppendAck> ack = new CompletableFuture<>();
    private final long bytes;
    private boolean doubtful;
    private long sentNanos;

    private Batch(AppendInput input) {
      this.input = input;
      this.bytes = input.meteredBytes();
    }

    AppendInput input() {
      return input;
    }

    /// Where its first record goes. Only where the session places its batches.
    long place() {
      return input.matchSeqNum().orElseThrow();
    }
  }

  /// What the sending thread is to do next.
  sealed interface Work {
    record Send(AppendInput input) implements Work {}

    record Flush() implements Work {}

    record Finish() implements Work {}

    record Over(LinkEnd end) implements Work {}
  }

  // ---- who submits

  /// Takes a batch; waits for room.
  CompletableFuture<AppendAck> add(AppendInput input) {
    lock.lock();
    try {
      awaitRoom(input.meteredBytes());
      var batch = new Batch(placesBatches ? placed(input) : input);
      bytes += batch.bytes;
      unsent.add(batch);
      if (unsent.size() == 1) {
        toDo.signal();
      }
      return batch.ack;
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more batches, and waits until none is unacknowledged.
  void awaitSettled() {
    lock.lock();
    try {
      closing = true;
      roomy.signalAll();
      toDo.signal();
      while (size() > 0 || isToldByOthers()) {
        settled.await();
      }
      requireSound();
    } catch (InterruptedException e) {
      throw new InterruptedCallException("the acknowledgements", e);
    } finally {
      lock.unlock();
    }
  }

  /// Ends the session: what is unacknowledged fails. The first failure stays.
  void fail(RuntimeException why) {
    var failed = new ArrayList<Batch>();
    RuntimeException first;
    lock.lock();
    try {
      if (failure == null) {
        failure = why;
      }
      first = failure;
      failed.addAll(sent);
      failed.addAll(unsent);
      sent.clear();
      unsent.clear();
      bytes = 0;
      telling.add(Thread.currentThread());
      roomy.signalAll();
      toDo.signal();
    } finally {
      lock.unlock();
    }
    failed.forEach(batch -> batch.ack.completeExceptionally(first));
    told();
  }

  /// Waits until every future has ended, now that the session has.
  void awaitTold() {
    lock.lock();
    try {
      while (isToldByOthers()) {
        settled.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isToldByOthers() {
    return telling.stream().anyMatch(thread -> thread != Thread.currentThread());
  }

  private void told() {
    lock.lock();
    try {
      telling.remove(Thread.currentThread());
      if (size() == 0) {
        settled.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom(long more) {
    requireOpen();
    try {
      while (size() > 0
          && (bytes + more > options.maxInflightBytes()
              || size() >= options.maxInflightBatches())) {
        roomy.await();
        requireOpen();
      }
    } catch (InterruptedException e) {
      throw new InterruptedCallException("room in the append session", e);
    }
  }

  private void requireOpen() {
    requireSound();
    if (closing) {
      throw new IllegalStateException("the append session is closed; the batch was not submitted");
    }
  }

  private void requireSound() {
    if (failure != null) {
      throw failure instanceof S2Exception e ? e.again() : failure;
    }
  }

  private AppendInput placed(AppendInput input) {
    long place = input.matchSeqNum().orElseGet(nextPlace::orElseThrow);
    nextPlace = OptionalLong.of(place + input.records().size());
    return input.matchSeqNum().isPresent() ? input : input.withMatchSeqNum(place);
  }

  // ---- the thread that sends

  /// Where the first batch goes that names no place.
  void startAt(long place) {
    lock.lock();
    try {
      nextPlace = OptionalLong.of(place);
    } finally {
      lock.unlock();
    }
  }

  /// Where a new connection leaves what it has to say; the one before is heard no more.
  Inbox openInbox() {
    lock.lock();
    try {
      inbox = new Inbox();
      return inbox;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next thing to do with the current connection.
  ///
  /// @param kept whether batches were sent since the last flush
  /// @param finished whether nothing more can be sent
  Work next(boolean kept, boolean finished) {
    lock.lock();
    try {
      while (true) {
        var work = nextIfAny(kept, finished);
        if (work.isPresent()) {
          return work.get();
        }
        toDo.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<Work> nextIfAny(boolean kept, boolean finished) {
    if (inbox.end != null) {
      return Optional.of(new Work.Over(inbox.end));
    }
    if (failure != null) {
      return Optional.of(new Work.Over(new LinkEnd.Clean(false)));
    }
    boolean sends = !finished && !inbox.adviceIsTaken;
    if (sends && !unsent.isEmpty()) {
      var batch = unsent.remove();
      batch.sentNanos = System.nanoTime();
      sent.add(batch);
      return Optional.of(new Work.Send(batch.input));
    }
    if (kept && !finished) {
      return Optional.of(new Work.Flush());
    }
    boolean isLast = inbox.adviceIsTaken || (closing && unsent.isEmpty());
    return isLast && !finished ? Optional.of(new Work.Finish()) : Optional.empty();
  }

  /// How things stand now that a connection has ended. Counts the failure, if it is one.
  Recovery.Situation situation(boolean adviceIsTaken) {
    lock.lock();
    try {
      failures++;
      return new Recovery.Situation(
          size(), sent.size(), oldestIsDoubtful(), failures, adviceIsTaken);
    } finally {
      lock.unlock();
    }
  }

  /// Takes back what was sent over the connection that has ended.
  void rewind(Recovery.Resend how) {
    lock.lock();
    try {
      if (!how.counts()) {
        failures--;
      }
      for (var batch = sent.pollLast(); batch != null; batch = sent.pollLast()) {
        batch.doubtful |= !how.certain();
        unsent.addFirst(batch);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for `delay`; false if the session has ended meanwhile.
  boolean pause(Duration delay) {
    lock.lock();
    try {
      long left = delay.toNanos();
      while (failure == null && left > 0) {
        left = toDo.awaitNanos(left);
      }
      return failure == null;
    } catch (InterruptedException e) {
      throw new InterruptedCallException("the next attempt", e);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is a batch to send; false if there will be none.
  boolean awaitUnsent() {
    lock.lock();
    try {
      while (unsent.isEmpty() && !closing && failure == null) {
        toDo.awaitUninterruptibly();
      }
      return failure == null && !unsent.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing went wrong that anybody was waiting for.
  void forgetFailures() {
    lock.lock();
    try {
      failures = 0;
    } finally {
      lock.unlock();
    }
  }

  /// The batches at the front that may be in the stream already.
  List<Batch> doubtful() {
    lock.lock();
    try {
      return unsent.stream().takeWhile(batch -> batch.doubtful).toList();
    } finally {
      lock.unlock();
    }
  }

  /// The oldest batch, which is not under way, is in the stream.
  void found(AppendAck ack) {
    Batch batch;
    lock.lock();
    try {
      batch = unsent.remove();
      settle(batch, ack);
    } finally {
      lock.unlock();
    }
    batch.ack.complete(ack);
    told();
  }

  /// How long until the oldest batch that was sent will have waited for `limit`; empty if none was.
  Optional<Duration> untilOverdue(Duration limit) {
    lock.lock();
    try {
      return Optional.ofNullable(sent.peek())
          .map(oldest -> limit.minusNanos(System.nanoTime() - oldest.sentNanos));
    } finally {
      lock.unlock();
    }
  }

  /// The end of the current connection as the session itself sees it.
  void end(LinkEnd end) {
    Inbox current;
    lock.lock();
    try {
      current = inbox;
    } finally {
      lock.unlock();
    }
    current.ended(end);
  }

  private boolean oldestIsDoubtful() {
    var oldest = sent.isEmpty() ? unsent.peek() : sent.peek();
    return oldest != null && oldest.doubtful;
  }

  private int size() {
    return sent.size() + unsent.size();
  }

  private void settle(Batch batch, AppendAck ack) {
    bytes -= batch.bytes;
    latest = ack;
    failures = 0;
    telling.add(Thread.currentThread());
    roomy.signal();
    if (size() == 0) {
      toDo.signal();
    }
  }

  // ---- the thread that receives

  /// What one connection has to say.
  final class Inbox implements AppendLink.Events {
    private boolean adviceIsTaken;
    private @Nullable LinkEnd end;

    @Override
    public void acknowledged(AppendAck ack, boolean goesElsewhere) {
      Batch batch;
      lock.lock();
      try {
        if (inbox != this || end != null || failure != null) {
          return;
        }
        var wrong = fault(ack, sent.peek());
        if (wrong.isPresent()) {
          ended(new LinkEnd.Failed(new OutcomeUnknownException(wrong.get()), Duration.ZERO));
          return;
        }
        batch = sent.remove();
        settle(batch, ack);
        goElsewhere(goesElsewhere);
      } finally {
        lock.unlock();
      }
      batch.ack.complete(ack);
      told();
    }

    @Override
    public void ended(LinkEnd how) {
      lock.lock();
      try {
        if (end == null) {
          end = how;
          toDo.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    private void goElsewhere(boolean goesElsewhere) {
      if (goesElsewhere && !adviceIsTaken) {
        adviceIsTaken = true;
        toDo.signal();
      }
    }

    private Optional<String> fault(AppendAck ack, @Nullable Batch batch) {
      if (batch == null) {
        return Optional.of("the server acknowledged a batch that was not sent");
      }
      long records = ack.end().seqNum() - ack.start().seqNum();
      if (records != batch.input.records().size()) {
        return Optional.of(
            "the server acknowledged " + records + " records for " + batch.input.records().size());
      }
      var before = latest;
      if (before != null && Long.compareUnsigned(ack.start().seqNum(), before.end().seqNum()) < 0) {
        return Optional.of(
            "the server acknowledged records from "
                + Long.toUnsignedString(ack.start().seqNum())
                + " on after those before "
                + Long.toUnsignedString(before.end().seqNum()));
      }
      return Optional.empty();
    }
  }
}
