package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventBatch;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.AppendAck;
import dev.weir.s2.SequencedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What this proxy knows of one store's stream: up to which S2 number it has folded it (the tail),
/// the LiveStore number of the last canonical event (the head), and the newest events. All of it is
/// a cache of the stream and may be thrown away at any time.
///
/// Two rules make any number of proxies in front of one stream safe. The state only ever moves by
/// folding records in the stream's own order, whoever appended them. And an append names the tail
/// that the head was folded at, so S2 refuses it if anything came between.
///
/// The lock guards the fields alone and is never held across I/O.
final class StoreLog {
  private final StoreStream stream;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long tail;
  private CanonicalFold fold;
  private EventWindow window;
  private boolean discarded;

  private StoreLog(StoreStream stream, FoldStart start) {
    this.stream = stream;
    this.tail = start.s2SeqNum();
    this.fold = new CanonicalFold(start.head());
    this.window = new EventWindow(start.s2SeqNum());
  }

  /// Provisions the stream and reads as much of its end as is needed to know its head.
  ///
  /// @throws HistoryLostException if the head cannot be known
  static StoreLog open(StoreStream stream) {
    stream.ensure();
    long tail = stream.checkTail();
    var log = new StoreLog(stream, FoldStart.before(tail, stream));
    log.readTo(tail);
    return log;
  }

  StoreStream stream() {
    return stream;
  }

  /// The S2 number up to which the stream has been folded (exclusive), and the head there.
  record State(long tail, EventSeqNum head) {}

  State state() {
    lock.lock();
    try {
      return new State(tail, fold.head());
    } finally {
      lock.unlock();
    }
  }

  /// Folds what S2 holds beyond the tail.
  ///
  /// @throws HistoryLostException if the stream is shorter than it was: it was made anew, or
  ///   restored from a backup
  void refresh() {
    // Read before S2 is asked: a push of our own may move our tail past the answer in the meantime.
    long known = state().tail();
    long s2Tail = stream.checkTail();
    if (s2Tail < known) {
      throw new HistoryLostException(
          "stream " + stream.name() + " went back from S2 number " + known + " to " + s2Tail);
    }
    readTo(s2Tail);
  }

  private void readTo(long s2Tail) {
    stream.scan(state().tail(), s2Tail, record -> fold(List.of(record)));
    skipTo(s2Tail);
  }

  /// Folds records as they stand in the stream. Those before the tail were folded already.
  void fold(List<SequencedRecord> records) {
    lock.lock();
    try {
      for (SequencedRecord record : records) {
        if (record.seqNum() >= tail) {
          fold.offer(record).ifPresent(window::add);
          tail = record.seqNum() + 1;
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing that S2 still holds stands before `s2Tail` unfolded: what is missing there was
  /// trimmed.
  private void skipTo(long s2Tail) {
    lock.lock();
    try {
      tail = Math.max(tail, s2Tail);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Appends `part`, which extends the head of `at`, on condition that the stream still ends where
  /// `at` was read.
  ///
  /// @return the state behind them
  /// @throws dev.weir.s2.S2Exception as [dev.weir.s2.S2Stream#append] does
  State append(PushPart part, State at) {
    AppendAck ack = stream.append(part.records(), at.tail());
    lock.lock();
    try {
      long s2SeqNum = ack.start().seqNum();
      for (EncodedEvent event : part.events()) {
        // S2 stamps a batch once, so all of it bears the time of its end.
        add(new CanonicalEvent(s2SeqNum++, ack.end().timestamp(), event));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return new State(ack.end().seqNum(), part.events().getLast().seqNum());
  }

  private void add(CanonicalEvent event) {
    if (event.s2SeqNum() >= tail) {
      fold.offer(event).ifPresent(window::add);
      tail = event.s2SeqNum() + 1;
    }
  }

  /// How many events at the beginning of `batch` the store holds already, just as they are: a push
  /// repeated because its answer was lost, or a batch put together anew after a restart.
  int stored(EventBatch batch) {
    EventSeqNum first = batch.first().seqNum();
    if (first.isAfter(state().head())) {
      return 0;
    }
    int stored = 0;
    for (CanonicalEvent canonical : eventsFrom(first)) {
      if (stored == batch.size() || !canonical.event().isSame(batch.events().get(stored))) {
        break;
      }
      stored++;
    }
    return stored;
  }

  /// The canonical events numbered `first` and later, or none where they lie further back than is
  /// worth reading: the answer is then a conflict, and the pusher learns from its pull that they
  /// are stored.
  private List<CanonicalEvent> eventsFrom(EventSeqNum first) {
    List<CanonicalEvent> known;
    boolean covered;
    long start;
    lock.lock();
    try {
      known = window.all();
      covered = window.covers(first);
      start = window.start();
    } finally {
      lock.unlock();
    }
    if (covered) {
      return known.stream().filter(e -> !first.isAfter(e.event().seqNum())).toList();
    }
    var older = new ArrayList<CanonicalEvent>();
    FoldStart from = FoldStart.before(Math.max(0, start - MAX_LOOK_BACK), stream);
    try (Scan scan = stream.scan(from.s2SeqNum(), start)) {
      var past = new CanonicalFold(from.head());
      while (scan.hasNext()) {
        past.offer(scan.next())
            .filter(e -> !first.isAfter(e.event().seqNum()))
            .ifPresent(older::add);
      }
    }
    older.addAll(known);
    return older;
  }

  private static final int MAX_LOOK_BACK = 10_000;

  /// The canonical events at or beyond the S2 number `from`, or empty where they reach further back
  /// than the window.
  Optional<List<CanonicalEvent>> recent(long from) {
    lock.lock();
    try {
      return from < window.start() ? Optional.empty() : Optional.of(window.from(from));
    } finally {
      lock.unlock();
    }
  }

  /// The canonical event that S2 holds at `s2SeqNum`, if the window knows it.
  Optional<CanonicalEvent> recentAt(long s2SeqNum) {
    lock.lock();
    try {
      return s2SeqNum < window.start() ? Optional.empty() : window.at(s2SeqNum);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the stream is folded beyond the S2 number `from`, the log is discarded, or `nanos`
  /// have passed.
  void awaitBeyond(long from, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lock();
    try {
      while (tail <= from && !discarded && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Wakes all who wait: the log is of no more use.
  void discard() {
    lock.lock();
    try {
      discarded = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isDiscarded() {
    lock.lock();
    try {
      return discarded;
    } finally {
      lock.unlock();
    }
  }
}
