package dev.weir.livestore.proxy;

import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.TransportException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// A read of a part of a stream in bounded memory, by batch or record by record. What S2 no longer
/// holds at the beginning of the part is left out; nothing else is. Used by one thread, once.
final class Scan implements Iterator<SequencedRecord>, AutoCloseable {
  private final S2Stream stream;
  private final long from;
  private final long to;
  private @Nullable ReadSession session;
  private @Nullable FutureTask<ReadMessage> ahead;
  private List<SequencedRecord> batch = List.of();
  private int taken;
  private long next;
  private boolean begun;

  Scan(S2Stream stream, long from, long to) {
    this.stream = stream;
    this.from = from;
    this.to = to;
    this.next = from;
  }

  /// The next records, none once there are no more.
  ///
  /// @throws TransportException if the read ended before the part did
  List<SequencedRecord> nextBatch() {
    while (next < to) {
      switch (nextMessage()) {
        case ReadMessage.Batch(var read) -> {
          return within(read.records());
        }
        case ReadMessage.Heartbeat heartbeat -> {}
        case ReadMessage.End end -> {
          if (begun || holdsSome()) {
            throw new TransportException(
                "a read of stream " + stream.name() + " ended at " + next + ", before " + to,
                false,
                null);
          }
          next = to; // S2 holds nothing of it
        }
      }
    }
    return List.of();
  }

  /// A read that brings nothing may mean that all of the part has expired, or that a server which
  /// drains ended it. To be told the first when it is the second holds a client for ever; a read of
  /// one batch tells, as it fails where a session just ends.
  private boolean holdsSome() {
    try {
      return !stream.read(ReadRequest.fromSeqNum(from).withCount(1)).records().isEmpty();
    } catch (RangeNotSatisfiableException e) {
      return false;
    }
  }

  /// Behind the first batch, the next one is read while the last is looked at.
  private ReadMessage nextMessage() {
    ReadSession open = session();
    FutureTask<ReadMessage> coming = ahead;
    ahead = null;
    ReadMessage message = coming == null ? open.next() : await(coming);
    if (begun && message instanceof ReadMessage.Batch(var read) && endOf(read.records()) < to) {
      var following = new FutureTask<>(open::next);
      Thread.ofVirtual().name("weir-read-ahead").start(following);
      ahead = following;
    }
    return message;
  }

  private ReadMessage await(FutureTask<ReadMessage> coming) {
    try {
      return coming.get();
    } catch (InterruptedException e) {
      throw new InterruptedCallException("a read of stream " + stream.name(), e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  private static long endOf(List<SequencedRecord> records) {
    return records.getLast().seqNum() + 1;
  }

  private List<SequencedRecord> within(List<SequencedRecord> read) {
    begun = true;
    next = endOf(read);
    return next <= to ? read : read.stream().filter(record -> record.seqNum() < to).toList();
  }

  private ReadSession session() {
    ReadSession open = session;
    if (open == null) {
      open = stream.openRead(ReadRequest.fromSeqNum(from).withCount(to - from));
      session = open;
    }
    return open;
  }

  @Override
  public boolean hasNext() {
    if (taken == batch.size()) {
      batch = nextBatch();
      taken = 0;
    }
    return taken < batch.size();
  }

  /// The record that [#next()] will give.
  SequencedRecord peek() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return batch.get(taken);
  }

  @Override
  public SequencedRecord next() {
    SequencedRecord record = peek();
    taken++;
    return record;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
    if (ahead != null) {
      ahead.cancel(true);
    }
  }
}
