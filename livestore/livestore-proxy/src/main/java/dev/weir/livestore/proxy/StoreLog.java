package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventBatch;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.AppendAck;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// What this proxy knows of one store's stream: up to which S2 number it has folded it (the tail),
/// the LiveStore number of the last canonical event (the head), and the newest events. All of it is
/// a cache of the stream and may be thrown away at any time.
///
/// It is a cache of one incarnation of the stream. S2 lets a stream be deleted and made anew under
/// its name, and an append's condition on the tail holds there too once the new one is as long. So
/// the log knows the timestamp of the last record that it folded: whatever S2 tells of that record
/// later must agree.
///
/// Three rules make any number of proxies in front of one stream safe. The state only ever moves by
/// folding records in the stream's own order, whoever appended them. It never moves over a record
/// that it has not seen: where S2 no longer holds one, the log is of no more use. And an append
/// names the tail that the head was folded at, so S2 refuses it if anything came between.
///
/// The lock guards the fields alone and is never held across I/O. Thousands of live pulls may wait
/// for one log: each is woken by itself and looks at the state without the lock, where a condition
/// of the lock would have them take it one after the other.
final class StoreLog {
  /// How far back a repeated push is looked for, in records.
  private static final int MAX_LOOK_BACK = 10_000;

  private static final Optional<CanonicalEvent> NONE = Optional.empty();

  private final StoreStream stream;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private final CanonicalFold fold;
  private final EventWindow window;
  private final EncodedPages pages = new EncodedPages();
  private Optional<StreamOwner> owner;
  private long tail;
  private long lastTimestamp;
  private long confirmedNanos = System.nanoTime();
  private volatile State state;
  private volatile boolean discarded;

  private StoreLog(StoreStream stream, FoldStart start) {
    this.stream = stream;
    this.tail = start.s2SeqNum();
    this.lastTimestamp = start.lastTimestamp();
    this.owner = start.owner();
    this.fold = new CanonicalFold(start.head());
    this.window = new EventWindow(start.s2SeqNum());
    this.state = new State(tail, fold.head());
  }

  /// Provisions the stream and reads as much of its end as is needed to know its head.
  ///
  /// @throws HistoryLostException if the head cannot be known
  static StoreLog open(StoreStream stream) {
    stream.ensure();
    long tail = stream.checkTail().seqNum();
    var log = new StoreLog(stream, FoldStart.before(tail, stream));
    log.readTo(tail);
    return log;
  }

  StoreStream stream() {
    return stream;
  }

  EncodedPages pages() {
    return pages;
  }

  /// The S2 number up to which the stream has been folded (exclusive), and the head there.
  record State(long tail, EventSeqNum head) {}

  State state() {
    return state;
  }

  /// Folds what S2 holds beyond the tail.
  ///
  /// @throws HistoryLostException if the stream is shorter than it was (it was made anew, or
  ///   restored from a backup), or has lost what comes next
  void refresh() {
    // Read before S2 is asked: a push of our own may move our tail past the answer in the meantime.
    long known = state().tail();
    StreamPosition s2Tail = stream.checkTail();
    if (s2Tail.seqNum() < known) {
      throw new HistoryLostException(
          "stream "
              + stream.name()
              + " went back from S2 number "
              + known
              + " to "
              + s2Tail.seqNum());
    }
    confirm(s2Tail);
    readTo(s2Tail.seqNum());
  }

  /// S2 tells where the stream ends. Where the log ends there too, the last record must be the one
  /// that it folded.
  ///
  /// @throws HistoryLostException if it is not
  void confirm(StreamPosition s2Tail) {
    lock.lock();
    try {
      if (s2Tail.seqNum() == tail && tail > 0) {
        requireLast(s2Tail.timestamp());
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireLast(long timestamp) {
    if (timestamp != lastTimestamp) {
      throw new HistoryLostException(
          "stream "
              + stream.name()
              + " holds another record at S2 number "
              + (tail - 1)
              + " than before: it was made anew");
    }
    confirmedNanos = System.nanoTime();
  }

  /// Whether nothing that S2 said in the last `nanos` has shown that the stream is still the one
  /// that was folded.
  boolean isUnconfirmedFor(long nanos) {
    lock.lock();
    try {
      return System.nanoTime() - confirmedNanos >= nanos;
    } finally {
      lock.unlock();
    }
  }

  /// Where to read on. The last record that was folded is read again, to see that it is the same.
  long resumeAt() {
    return Math.max(0, state().tail() - 1);
  }

  private void readTo(long s2Tail) {
    if (state().tail() >= s2Tail) {
      return;
    }
    try (Scan scan = stream.scan(resumeAt(), s2Tail)) {
      for (List<SequencedRecord> batch = scan.nextBatch();
          !batch.isEmpty();
          batch = scan.nextBatch()) {
        fold(batch);
      }
    }
    long reached = state().tail();
    if (reached < s2Tail) {
      throw lost(reached);
    }
  }

  /// Folds records as they stand in the stream, without a gap. Those before the tail were folded
  /// already.
  ///
  /// @throws HistoryLostException if they begin beyond the tail, or the last one that was folded is
  ///   not what it was
  void fold(List<SequencedRecord> records) {
    // Most of what is followed was appended here, and need not be parsed again.
    long known = state.tail();
    List<Optional<CanonicalEvent>> events =
        records.stream()
            .map(record -> record.seqNum() < known ? NONE : CanonicalFold.event(record))
            .toList();
    lock.lock();
    try {
      for (int i = 0; i < records.size(); i++) {
        SequencedRecord record = records.get(i);
        if (record.seqNum() == tail - 1) {
          requireLast(record.timestamp());
        }
        learnOwner(record);
        advance(record.seqNum(), record.timestamp(), events.get(i));
      }
    } finally {
      publish();
      lock.unlock();
    }
    wakeIfBeyond(known);
  }

  private void publish() {
    state = new State(tail, fold.head());
  }

  /// The first to write under a [Mark] owns the stream. Nobody else does after that: an append
  /// names the tail that it was decided at.
  private void learnOwner(SequencedRecord record) {
    if (owner.isEmpty() && record.seqNum() == tail && Mark.isOn(record)) {
      owner = Optional.of(Mark.owner(record));
    }
  }

  /// Fails where the stream is known to belong to another store.
  ///
  /// @throws StreamTakenException if it does
  void requireOwned() {
    lock.lock();
    try {
      if (owner.isPresent() && !owner.get().equals(stream.owner())) {
        throw new StreamTakenException(
            "stream "
                + stream.name()
                + ", to which this store's id leads, belongs to another store; nothing was stored."
                + " Use an id that differs from others in its first 100 letters, digits, _ and -");
      }
    } finally {
      lock.unlock();
    }
  }

  private void advance(long s2SeqNum, long timestamp, Optional<CanonicalEvent> event) {
    if (s2SeqNum > tail) {
      throw lost(tail);
    }
    if (s2SeqNum == tail) {
      event.flatMap(fold::offer).ifPresent(window::add);
      tail++;
      lastTimestamp = timestamp;
      confirmedNanos = System.nanoTime();
    }
  }

  private HistoryLostException lost(long s2SeqNum) {
    return new HistoryLostException(
        "stream " + stream.name() + " no longer holds S2 number " + s2SeqNum);
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
        var canonical =
            new CanonicalEvent(s2SeqNum, CanonicalFold.safe(ack.end().timestamp()), event);
        advance(s2SeqNum++, ack.end().timestamp(), Optional.of(canonical));
      }
      if (owner.isEmpty() && part.isMarked()) {
        owner = Optional.of(stream.owner());
      }
    } finally {
      publish();
      lock.unlock();
    }
    wakeIfBeyond(at.tail());
    return new State(ack.end().seqNum(), part.events().getLast().seqNum());
  }

  /// How many events at the beginning of `batch` the store holds already, just as they are: a push
  /// repeated because its answer was lost, or a batch put together anew after a restart. Where they
  /// lie further back than is worth reading, none count: the answer is then a conflict, and the
  /// pusher learns from its pull that they are stored.
  int stored(EventBatch batch) {
    EventSeqNum first = batch.first().seqNum();
    List<CanonicalEvent> recent;
    long start;
    boolean covered;
    lock.lock();
    try {
      if (first.isAfter(fold.head())) {
        return 0;
      }
      recent = window.all();
      start = window.start();
      covered = window.covers(first);
    } finally {
      lock.unlock();
    }
    var match = new StoredMatch(batch);
    if (!covered && !matchOlder(match, first, start)) {
      return 0;
    }
    recent.stream().takeWhile(event -> !match.isOver()).forEach(match::offer);
    return match.count();
  }

  /// Whether the part of the stream before `end` that is worth reading reaches back to `first`; if
  /// so it was read.
  private boolean matchOlder(StoredMatch match, EventSeqNum first, long end) {
    FoldStart from;
    try {
      from = FoldStart.before(Math.max(0, end - MAX_LOOK_BACK), stream);
    } catch (HistoryLostException e) {
      return false;
    }
    if (!first.isAfter(from.head())) {
      return false;
    }
    var past = new CanonicalFold(from.head());
    try (Scan scan = stream.scan(from.s2SeqNum(), end)) {
      while (!match.isOver() && scan.hasNext()) {
        past.offer(scan.next()).ifPresent(match::offer);
      }
    }
    return true;
  }

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
    long end = System.nanoTime() + nanos;
    Thread waiter = Thread.currentThread();
    waiting.add(waiter);
    try {
      for (long left = nanos; left > 0 && isAt(from); left = end - System.nanoTime()) {
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      waiting.remove(waiter);
    }
  }

  private boolean isAt(long from) {
    return state.tail() <= from && !discarded;
  }

  private void wakeIfBeyond(long known) {
    if (state.tail() > known) {
      wakeAll();
    }
  }

  private void wakeAll() {
    waiting.forEach(LockSupport::unpark);
  }

  /// Wakes all who wait: the log is of no more use.
  void discard() {
    discarded = true;
    wakeAll();
  }
}
