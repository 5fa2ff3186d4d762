package dev.weir.livestore.proxy;

import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A read of a part of a stream, record by record, in bounded memory. Used by one thread, once.
final class Scan implements Iterator<SequencedRecord>, AutoCloseable {
  private final S2Stream stream;
  private final long from;
  private final long to;
  private @Nullable ReadSession session;
  private Iterator<SequencedRecord> batch = Collections.emptyIterator();
  private @Nullable SequencedRecord next;
  private boolean ended;

  Scan(S2Stream stream, long from, long to) {
    this.stream = stream;
    this.from = from;
    this.to = to;
    this.ended = from >= to;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      if (batch.hasNext()) {
        SequencedRecord record = batch.next();
        ended = record.seqNum() >= to;
        next = ended ? null : record;
      } else {
        readOn();
      }
    }
    return next != null;
  }

  @Override
  public SequencedRecord next() {
    SequencedRecord record = hasNext() ? next : null;
    if (record == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return record;
  }

  private void readOn() {
    ReadSession open = session;
    if (open == null) {
      open = stream.openRead(ReadRequest.fromSeqNum(from).withCount(to - from));
      session = open;
    }
    switch (open.next()) {
      case ReadMessage.Batch(var read) -> batch = read.records().iterator();
      case ReadMessage.Heartbeat heartbeat -> {}
      case ReadMessage.End end -> ended = true;
    }
  }

  @Override
  public void close() {
    ended = true;
    if (session != null) {
      session.close();
    }
  }
}
