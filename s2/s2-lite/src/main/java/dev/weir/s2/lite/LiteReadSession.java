package dev.weir.s2.lite;

import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// A read under way. It *catches up* from memory or storage until it stands at the tail, then
/// *follows*: each append is one message. A follower that is too slow for what memory holds catches
/// up again, without the reader noticing more than a heartbeat.
final class LiteReadSession implements ReadSession {
  private static final ReadMessage.End END = new ReadMessage.End();
  private static final long LEAST_SILENCE = TimeUnit.SECONDS.toNanos(5);
  private static final long MOST_SILENCE = TimeUnit.SECONDS.toNanos(15);

  private final ActiveStreams.Lease lease;
  private final ActiveStream stream;
  private final Optional<RecordSeal> seal;
  private final RecordReader reader;
  private final Time time;
  private final S2LiteListener listener;
  private final Usage usage;
  private final BooleanSupplier stopped;
  private final ReadBudget budget;
  private final boolean mayFollow;
  private final long waitNanos;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean released = new AtomicBoolean();
  private long cursor;
  private boolean following;
  private boolean catchingUp; // by more than one batch
  private List<SequencedRecord> rest = List.of();
  private StreamPosition followedTo = StreamPosition.START;
  private boolean deadlineArmed;
  private long deadlineNanos = Time.NEVER;
  private long heartbeatNanos = Time.NEVER;

  /// @param seal the reader's, if the stream is encrypted
  LiteReadSession(
      ActiveStreams.Lease lease,
      Optional<RecordSeal> seal,
      Engine engine,
      ReadRequest request,
      long start) {
    this.lease = lease;
    this.stream = lease.stream();
    this.seal = seal;
    this.reader = engine.records();
    this.time = engine.time();
    this.listener = engine.listener();
    this.usage = engine.usage();
    this.stopped = engine::isStopping;
    this.budget = new ReadBudget(request.limit());
    this.mayFollow = request.mayFollow();
    this.waitNanos = request.maxWait().map(LiteReadSession::nanos).orElse(Time.NEVER);
    this.cursor = start;
    if (mayFollow) {
      stream.log().join();
    }
  }

  @Override
  public ReadMessage next() {
    boolean goesOn = false;
    try {
      ReadMessage message = step();
      goesOn = !message.equals(END);
      return message;
    } catch (IllegalStateException | RequestRejectedException e) {
      if (isStopped()) {
        return END; // what it stood on was taken away beneath it
      }
      throw e;
    } finally {
      if (!goesOn) {
        closed.set(true);
        release();
      }
    }
  }

  @Override
  public void close() {
    closed.set(true);
    stream.log().wake();
    release();
  }

  private ReadMessage step() {
    while (!isStopped() && !budget.isSpent()) {
      Optional<ReadMessage> message = following ? follow() : catchUp();
      if (message.isPresent()) {
        return message.get();
      }
    }
    return END;
  }

  private Optional<ReadMessage> catchUp() {
    StreamState state = stream.durable();
    if (cursor >= state.nextSeqNum()) {
      return mayFollow ? enterFollow(state) : Optional.of(END);
    }
    var batch = new BatchBuilder(budget, cursor).readingAhead(catchingUp);
    batch.skipTo(state.trimPoint());
    if (batch.offer(rest)) {
      reader.read(stream, state, batch, seal);
    }
    rest = batch.rest();
    cursor = batch.next();
    catchingUp = true;
    if (batch.records().isEmpty()) {
      return batch.hasEnded() ? Optional.of(END) : Optional.empty();
    }
    if (batch.hasEnded()) {
      closed.set(true);
    }
    return deliver(new ReadBatch(batch.records(), Optional.empty()));
  }

  private Optional<ReadMessage> enterFollow(StreamState state) {
    following = true;
    catchingUp = false;
    followedTo = state.tail();
    if (!deadlineArmed) {
      deadlineArmed = true;
      armDeadline();
    }
    return time.nanos() >= deadlineNanos ? Optional.of(END) : Optional.of(heartbeat());
  }

  private Optional<ReadMessage> follow() {
    return switch (await()) {
      case StreamLog.Arrival.Next(RecentBatch batch) -> deliverLive(batch);
      case StreamLog.Arrival.Lagging() -> {
        following = false;
        yield Optional.empty();
      }
      case StreamLog.Arrival.TimedOut() ->
          Optional.of(time.nanos() >= deadlineNanos ? END : heartbeat());
      case StreamLog.Arrival.Stopped() -> Optional.of(END);
      case StreamLog.Arrival.Ended(RuntimeException why) -> throw why;
    };
  }

  private StreamLog.Arrival await() {
    try {
      return stream.log().await(cursor, this::isStopped, Math.min(deadlineNanos, heartbeatNanos));
    } catch (InterruptedException e) {
      throw new InterruptedCallException("records of " + stream.key(), e);
    }
  }

  private Optional<ReadMessage> deliverLive(RecentBatch live) {
    List<SequencedRecord> records = live.records(seal);
    if (budget.isUnlimited() && cursor == live.firstSeqNum()) {
      cursor = live.end().seqNum();
      followedTo = live.end();
      return deliver(new ReadBatch(records, Optional.of(live.end())));
    }
    var batch = new BatchBuilder(budget, cursor);
    boolean whole = batch.offer(records);
    if (batch.records().isEmpty()) {
      return Optional.of(END);
    }
    if (!whole) {
      closed.set(true);
    }
    cursor = batch.next();
    followedTo = live.end();
    return deliver(new ReadBatch(batch.records(), Optional.of(live.end())));
  }

  private Optional<ReadMessage> deliver(ReadBatch batch) {
    if (deadlineArmed) {
      armDeadline();
    }
    armHeartbeat();
    long meteredBytes = meteredBytes(batch);
    usage.delivered(stream.key().basin(), meteredBytes);
    listener.batchRead(batch.records().size(), meteredBytes);
    return Optional.of(new ReadMessage.Batch(batch));
  }

  private static long meteredBytes(ReadBatch batch) {
    long bytes = 0;
    for (SequencedRecord record : batch.records()) {
      bytes += record.meteredBytes();
    }
    return bytes;
  }

  /// A heartbeat tells of the tail that the reader stands at, not of one further on.
  private ReadMessage heartbeat() {
    armHeartbeat();
    return new ReadMessage.Heartbeat(time.epochMillis(), followedTo);
  }

  private void armDeadline() {
    deadlineNanos = waitNanos == Time.NEVER ? Time.NEVER : saturatedAdd(time.nanos(), waitNanos);
  }

  private void armHeartbeat() {
    long silence = ThreadLocalRandom.current().nextLong(LEAST_SILENCE, MOST_SILENCE);
    heartbeatNanos = time.nanos() + silence;
  }

  private boolean isStopped() {
    return closed.get() || stopped.getAsBoolean();
  }

  private void release() {
    if (released.compareAndSet(false, true)) {
      if (mayFollow) {
        stream.log().leave();
      }
      lease.close();
    }
  }

  private static long nanos(Duration wait) {
    return wait.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0
        ? Time.NEVER
        : Math.max(0, wait.toNanos());
  }

  private static long saturatedAdd(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Time.NEVER : sum;
  }
}
