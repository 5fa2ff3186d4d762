package dev.weir.s2.copy;

import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The records of a stream before a tail.
record StreamSource(S2Stream stream, StreamPosition tail) implements RecordSource {
  @Override
  public Reading open() {
    return new StreamReading(stream, tail.seqNum());
  }

  /// A session without a limit that does not wait: unlike one with a limit, it may begin at the
  /// tail.
  private static final class StreamReading implements Reading {
    private final S2Stream stream;
    private final ReadSession session;
    private final long to;
    private Iterator<SequencedRecord> batch = List.<SequencedRecord>of().iterator();
    private long next;
    private boolean ended;

    StreamReading(S2Stream stream, long to) {
      this.stream = stream;
      this.to = to;
      this.session = stream.openRead(ReadRequest.fromSeqNum(0).withWait(Duration.ZERO));
    }

    @Override
    public Optional<SequencedRecord> next() {
      while (next < to && !ended) {
        if (batch.hasNext()) {
          return taken(batch.next());
        }
        fetch();
      }
      return Optional.empty();
    }

    private Optional<SequencedRecord> taken(SequencedRecord record) {
      next = record.seqNum() + 1;
      return Optional.of(record).filter(read -> read.seqNum() < to);
    }

    private void fetch() {
      switch (session.next()) {
        case ReadMessage.Batch(var read) -> batch = read.records().iterator();
        case ReadMessage.Heartbeat heartbeat -> {}
        case ReadMessage.End end -> {
          if (next > 0 || !isTrimmed()) {
            throw cut();
          }
          ended = true;
        }
      }
    }

    /// Whether everything before the tail has been trimmed, as a read says that ends by itself.
    private boolean isTrimmed() {
      try {
        return stream.read(ReadRequest.fromSeqNum(0).withCount(1)).records().stream()
            .allMatch(record -> record.seqNum() >= to);
      } catch (RangeNotSatisfiableException e) {
        return e.tail().seqNum() >= to;
      }
    }

    /// The end of a session alone does not say that there is no more: a server that stops ends it
    /// too.
    private TransportException cut() {
      return new TransportException(
          "a read of stream " + stream.name() + " ended at " + next + ", before " + to,
          false,
          null);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
