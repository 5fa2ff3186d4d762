package dev.weir.s2;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The records of a [ReadSession], one by one, and where they stand beside the stream's tail. Used
/// by one thread, except where a method says otherwise. Owns its session.
///
/// As an [Iterable] it can be gone through once; what is taken by [#next()] is not iterated again.
public final class RecordReader implements Iterable<SequencedRecord>, AutoCloseable {
  private final ReadSession session;
  private final boolean skipsCommands;
  private final CaughtUp caughtUp;
  private Iterator<SequencedRecord> batch = List.<SequencedRecord>of().iterator();

  private RecordReader(ReadSession session, boolean skipsCommands, CaughtUp caughtUp) {
    this.session = session;
    this.skipsCommands = skipsCommands;
    this.caughtUp = caughtUp;
  }

  /// The records of `session`, which the reader closes.
  public static RecordReader of(ReadSession session) {
    return new RecordReader(session, false, new CaughtUp());
  }

  /// The same records without those that are a [Command]. They count all the same for the request's
  /// limits, and for having caught up. Replaces this reader.
  public RecordReader withoutCommands() {
    return new RecordReader(session, true, caughtUp);
  }

  /// Waits for the next record; empty at the end of the read.
  ///
  /// @throws S2Exception if the read failed
  public Optional<SequencedRecord> next() {
    while (true) {
      while (batch.hasNext()) {
        var record = batch.next();
        if (!skipsCommands || !record.isCommand()) {
          return Optional.of(record);
        }
      }
      caughtUp.consumed(); // whoever asks for more has dealt with what came before
      if (!fetch()) {
        return Optional.empty();
      }
    }
  }

  private boolean fetch() {
    try {
      switch (session.next()) {
        case ReadMessage.Batch(var received) -> {
          caughtUp.received(received);
          batch = received.records().iterator();
        }
        case ReadMessage.Heartbeat(var unused, StreamPosition tail) -> caughtUp.atTail(tail);
        case ReadMessage.End() -> {
          caughtUp.end(new IllegalStateException("the read ended before it caught up"));
          return false;
        }
      }
      return true;
    } catch (S2Exception e) {
      caughtUp.end(e);
      throw e;
    }
  }

  /// The stream's tail as it was last told; empty before. From any thread.
  public Optional<StreamPosition> tail() {
    return Optional.ofNullable(caughtUp.tail);
  }

  /// Whether every record up to [#tail()] has been taken, and the next one asked for. From any
  /// thread.
  public boolean isCaughtUp() {
    return caughtUp.reached;
  }

  /// Ends, with the tail, when the reader has caught up for the first time: every record up to
  /// there has been taken, and the next one asked for. Fails if the read ends before. From any
  /// thread.
  public CompletableFuture<StreamPosition> caughtUp() {
    return caughtUp.first.copy();
  }

  /// The rest of the records. Its methods throw [S2Exception] where the read fails.
  @Override
  public Iterator<SequencedRecord> iterator() {
    return new Rest();
  }

  /// Ends the read. From any thread.
  @Override
  public void close() {
    session.close();
  }

  private final class Rest implements Iterator<SequencedRecord> {
    private Optional<SequencedRecord> ahead = Optional.empty();
    private boolean ended;

    @Override
    public boolean hasNext() {
      if (ahead.isEmpty() && !ended) {
        ahead = RecordReader.this.next();
        ended = ahead.isEmpty();
      }
      return ahead.isPresent();
    }

    @Override
    public SequencedRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the read has ended");
      }
      var record = ahead.get();
      ahead = Optional.empty();
      return record;
    }
  }

  /// Where the reader stands beside the tail. Written by the reading thread alone.
  private static final class CaughtUp {
    private final CompletableFuture<StreamPosition> first = new CompletableFuture<>();
    private volatile @Nullable StreamPosition tail;
    private volatile boolean reached;
    private long position; // behind the last record received
    private boolean positioned;

    void received(ReadBatch batch) {
      batch.tail().ifPresent(told -> tail = told);
      if (!batch.records().isEmpty()) {
        position = batch.records().getLast().seqNum() + 1;
        positioned = true;
        reached = false;
      }
    }

    /// A heartbeat comes only to who has been sent everything before the tail.
    void atTail(StreamPosition told) {
      tail = told;
      if (!positioned) {
        position = told.seqNum();
        positioned = true;
      }
      consumed();
    }

    void consumed() {
      var told = tail;
      reached = told != null && positioned && position == told.seqNum();
      if (reached && told != null) {
        first.complete(told);
      }
    }

    void end(RuntimeException why) {
      reached = false;
      first.completeExceptionally(why);
    }
  }
}
