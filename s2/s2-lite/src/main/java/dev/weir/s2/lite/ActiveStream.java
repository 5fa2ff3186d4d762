package dev.weir.s2.lite;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.EncryptionKey;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A stream in use. It has two states: the *sequenced* one, which conditions are checked against
/// and which runs ahead, and the *durable* one in its [StreamLog], which is all that readers see.
///
/// Appends take their places under `sequencing`, and are queued under it too, so the order of the
/// commit queue is the order of the numbers.
final class ActiveStream {
  private static final int RECORD_OVERHEAD_BYTES = 100;

  /// What became of an append before it is durable.
  ///
  /// @param ack how it ends
  /// @param isRefused whether it was given no place, so that `ack` will fail
  record Placed(CompletableFuture<AppendAck> ack, boolean isRefused) {}

  private final StreamKey key;
  private final long id;
  private final long epoch;
  private final Optional<StreamCipher> cipher;
  private final StreamDeadlines deadlines; // of the commit thread
  private final Committer committer;
  private final Time time;
  private final StreamLog log;
  private final ReentrantLock sequencing = new ReentrantLock();
  private StreamState sequenced;
  private final Consumer<StreamKey> trimmed;
  private final Usage usage;
  private final S2LiteListener listener;
  private volatile long firstRow; // changed for the background thread alone
  private CompletableFuture<?> lastQueued = CompletableFuture.completedFuture(Boolean.TRUE);
  private volatile StreamConfig config;
  private volatile boolean deleting;

  /// @param epoch the committer's before anything of the stream was read
  /// @param firstRow no row of the stream begins before it
  /// @param trimmed told, on the commit thread, when rows have fallen behind the trim point
  ActiveStream(
      StreamKey key,
      StreamRow row,
      long epoch,
      StreamState state,
      long firstRow,
      StreamLog log,
      Committer committer,
      Time time,
      Consumer<StreamKey> trimmed,
      Usage usage,
      S2LiteListener listener) {
    this.key = key;
    this.id = row.id();
    this.cipher = row.cipher();
    this.deadlines = new StreamDeadlines(key, row.id());
    this.epoch = epoch;
    this.config = row.config();
    this.sequenced = state;
    this.firstRow = firstRow;
    this.log = log;
    this.committer = committer;
    this.time = time;
    this.trimmed = trimmed;
    this.usage = usage;
    this.listener = listener;
  }

  StreamKey key() {
    return key;
  }

  long id() {
    return id;
  }

  StreamLog log() {
    return log;
  }

  /// The caller's key at work on this stream; empty if the stream is not encrypted.
  ///
  /// @throws RequestRejectedException `BAD_HEADER` if the stream needs a key and this is none
  Optional<RecordSeal> seal(Optional<EncryptionKey> key) {
    return cipher.map(needed ->
        new RecordSeal(needed, key.orElseThrow(() -> missingKey(needed)).bytes(needed), id));
  }

  private static RequestRejectedException missingKey(StreamCipher cipher) {
    return new RequestRejectedException(
        ErrorCode.BAD_HEADER,
        "missing encryption key for stream cipher '" + cipher.wireName() + "'");
  }

  StreamConfig config() {
    return config;
  }

  /// Called by the commit thread.
  void reconfigure(StreamConfig config) {
    this.config = config;
    deadlines.reconfigured();
  }

  /// From now on appends that are committed are refused. Called by the commit thread, which is
  /// about to commit the deletion.
  void beginDeletion() {
    deleting = true;
  }

  /// The same, if no append has taken a place since the stream was in `state`.
  ///
  /// @return whether it has begun
  boolean beginDeletionOf(StreamState state) {
    sequencing.lock();
    try {
      deleting |= sequenced.equals(state);
      return deleting;
    } finally {
      sequencing.unlock();
    }
  }

  /// Whether the storage was opened anew since the stream was loaded.
  boolean isSuperseded() {
    return epoch != committer.epoch();
  }

  /// For the commit thread, before it changes the stream.
  void requireCurrent() {
    if (isSuperseded()) {
      throw Committer.superseded(key);
    }
  }

  /// Tells those who use the stream that they have to load it anew.
  void supersede() {
    log.end(() -> Committer.superseded(key));
  }

  boolean isDeleting() {
    return deleting;
  }

  /// Shows those who stand at the tail the trim that ended the stream, and tells all who use it.
  /// Called by the commit thread when the deletion is durable.
  void deleted() {
    StreamState last = log.durable();
    long now = time.epochMillis();
    boolean isUncapped = config.timestamping().uncapped().orElseThrow();
    long timestamp = isUncapped ? -1 : unsignedMax(now, last.lastTimestamp());
    AppendRecord trim = new Command.Trim(-1).toRecord();
    long seqNum = last.nextSeqNum();
    var records = List.of(new SequencedRecord(seqNum, timestamp, trim.headers(), trim.body()));
    log.delete(
        new RecentBatch(
            seqNum,
            new RecentBatch.Content.Plain(records),
            new StreamPosition(seqNum + 1, timestamp),
            BatchRow.NEVER,
            trim.meteredBytes()),
        key);
  }

  private static long unsignedMax(long a, long b) {
    return Long.compareUnsigned(a, b) > 0 ? a : b;
  }

  /// Whether `seqNum` may be missing because it was trimmed or is one of the first, which expired.
  boolean mayBeGone(long seqNum) {
    return seqNum < firstRow || seqNum < log.durable().trimPoint();
  }

  /// No row of the stream begins before it.
  long firstRow() {
    return firstRow;
  }

  /// Told before the rows that go are gone, so that readers do not take them for lost.
  void firstRow(long seqNum) {
    firstRow = seqNum;
  }

  StreamState durable() {
    return log.durable();
  }

  /// Gives `input` its place and queues it.
  ///
  /// @param seal the caller's, if the stream is encrypted
  /// @param done runs just before the append ends, on the commit thread if it got that far, whoever
  ///   still waits for it
  Placed append(AppendInput input, Optional<RecordSeal> seal, Runnable done) {
    int admitted = 0;
    long start = System.nanoTime();
    boolean submitted = false;
    try {
      if (!makesRoom(input)) {
        committer.room().require("the append to " + key);
      }
      // First: what waits for its turn must not take memory besides its input.
      admitted = committer.admit(charge(input));
      listener.appendPermitted(System.nanoTime() - start);
      byte[] encoded = RecordsCodec.encode(input.records(), input.meteredBytes(), seal);
      sequencing.lock();
      try {
        Optional<Mismatch> mismatch = check(input);
        if (mismatch.isPresent()) {
          return new Placed(refuse(mismatch.get()), true);
        }
        Append append = sequence(input, encoded, admitted, start, done);
        committer.submit(append);
        submitted = true;
        sequenced = append.after;
        lastQueued = append.ack;
        return new Placed(append.ack, false);
      } finally {
        sequencing.unlock();
      }
    } finally {
      if (!submitted) {
        committer.release(admitted);
        done.run();
      }
    }
  }

  /// A trim must get through to a full disk.
  private static boolean makesRoom(AppendInput input) {
    return input.records().stream()
        .allMatch(record -> record.command().filter(Command.Trim.class::isInstance).isPresent());
  }

  /// What the append takes of the heap, about: small records are mostly objects.
  private static long charge(AppendInput input) {
    return input.meteredBytes() + (long) RECORD_OVERHEAD_BYTES * input.records().size();
  }

  private Optional<Mismatch> check(AppendInput input) {
    if (deleting) {
      throw log.hasEnded() ? key.notFound() : key.deletionPending();
    }
    return Sequencing.mismatch(sequenced, input);
  }

  /// Withheld until what the answer tells of is durable; if it never is, its failure is told.
  private CompletableFuture<AppendAck> refuse(Mismatch mismatch) {
    return lastQueued.thenApply(durable -> {
      throw new AppendConditionFailedException(mismatch);
    });
  }

  private Append sequence(
      AppendInput input, byte[] encoded, int admitted, long called, Runnable done) {
    List<AppendRecord> records = input.records();
    long now = time.epochMillis();
    StreamConfig current = config;
    Sequencing.requireNumbers(sequenced, cipher, records);
    long[] timestamps = Sequencing.timestamps(sequenced, current.timestamping(), records, now);
    long last = timestamps[timestamps.length - 1];
    StreamState after = Sequencing.after(sequenced, records, last, now);
    long expiresAt = Retention.expiry(current, now);
    byte[] row = BatchRow.encode(now, expiresAt, timestamps, encoded);
    long first = sequenced.nextSeqNum();
    RecentBatch.Content content =
        cipher.isPresent()
            ? new RecentBatch.Content.Sealed(row)
            : new RecentBatch.Content.Plain(numbered(records, timestamps, first));
    return new Append(
        row,
        sequenced,
        after,
        new StreamPosition(first, timestamps[0]),
        new RecentBatch(first, content, after.tail(), expiresAt, input.meteredBytes()),
        admitted,
        called,
        done);
  }

  private static List<SequencedRecord> numbered(
      List<AppendRecord> records, long[] timestamps, long first) {
    var numbered = new ArrayList<SequencedRecord>(records.size());
    for (int i = 0; i < timestamps.length; i++) {
      AppendRecord record = records.get(i);
      numbered.add(new SequencedRecord(first + i, timestamps[i], record.headers(), record.body()));
    }
    return List.copyOf(numbered);
  }

  /// A batch with its place, on its way to being durable.
  private final class Append implements Committer.Work {
    private final byte[] row;
    private final StreamState before;
    private final StreamState after;
    private final StreamPosition start;
    private final RecentBatch batch;
    private final int admitted;
    private final long calledNanos;
    private final Runnable done;
    private final CompletableFuture<AppendAck> ack = new CompletableFuture<>();
    private Optional<RuntimeException> refusal = Optional.empty();

    Append(
        byte[] row,
        StreamState before,
        StreamState after,
        StreamPosition start,
        RecentBatch batch,
        int admitted,
        long calledNanos,
        Runnable done) {
      this.row = row;
      this.before = before;
      this.after = after;
      this.start = start;
      this.batch = batch;
      this.admitted = admitted;
      this.calledNanos = calledNanos;
      this.done = done;
    }

    @Override
    public int admittedBytes() {
      return admitted;
    }

    @Override
    public void stage(Staging staging) {
      if (isSuperseded()) {
        refusal = Optional.of(Committer.superseded(key));
      } else if (deleting) {
        refusal = Optional.of(key.notFound());
      } else {
        stageRows(staging);
      }
    }

    private void stageRows(Staging staging) {
      Mutations mutations = staging.mutations();
      mutations.put(Keys.row(id, before.nextSeqNum()), row);
      staging.tail(id, after);
      staging.stored(ActiveStream.this, batch.meteredBytes());
      long now = after.writtenAtMillis();
      deadlines.appended(mutations, before.nextSeqNum(), batch.expiresAtMillis(), config, now);
      if (after.trimPoint() == after.nextSeqNum()) {
        deadlines.emptied(mutations, config, now);
      }
    }

    @Override
    public void committed() {
      if (refusal.isPresent()) {
        failed(refusal.get());
        return;
      }
      log.publish(batch, after);
      if (after.trimPoint() > before.trimPoint()) {
        trimmed.accept(key);
      }
      done.run();
      usage.appended(
          key.basin(), config.storageClass().orElse(StorageClass.EXPRESS), batch.meteredBytes());
      listener.appendAcknowledged(
          batch.count(), batch.meteredBytes(), System.nanoTime() - calledNanos);
      ack.complete(new AppendAck(start, after.tail(), after.tail()));
    }

    @Override
    public void failed(RuntimeException failure) {
      done.run();
      ack.completeExceptionally(failure);
    }
  }
}
