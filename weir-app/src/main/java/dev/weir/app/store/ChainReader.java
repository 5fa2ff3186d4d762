package dev.weir.app.store;

import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.WeirException;
import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.copy.RecordSource;
import java.util.Optional;

/// The events of a store in the order of its chain, as Weir delivers them. Used by one thread.
final class ChainReader implements AutoCloseable {
  private final S2Stream stream;
  private final RecordSource.Reading reading;
  private final CanonicalLog chain = new CanonicalLog();
  private boolean begun;

  private ChainReader(S2Stream stream, RecordSource.Reading reading) {
    this.stream = stream;
    this.reading = reading;
  }

  /// @param timestamp when it was stored, in ms since the epoch unless the stream counts otherwise
  record Stored(long timestamp, EncodedEvent event) {}

  /// What the store holds now.
  static ChainReader of(S2Stream stream) {
    return new ChainReader(stream, RecordSource.of(stream).open());
  }

  /// The same and what it will get, for ever.
  static ChainReader following(S2Stream stream) {
    var records = stream.records(ReadRequest.fromSeqNum(0));
    return new ChainReader(
        stream,
        new RecordSource.Reading() {
          @Override
          public Optional<SequencedRecord> next() {
            return records.next();
          }

          @Override
          public void close() {
            records.close();
          }
        });
  }

  /// The number of the last event that was read; 0 before the first.
  EventSeqNum head() {
    return chain.head();
  }

  /// The next event; empty behind the last.
  ///
  /// @throws WeirException if the stream has lost its beginning
  Optional<Stored> next() {
    for (var record = reading.next(); record.isPresent(); record = reading.next()) {
      requireBeginning(record.get());
      var event = CanonicalLog.event(record.get()).filter(chain::offer);
      if (event.isPresent()) {
        return Optional.of(new Stored(record.get().timestamp(), event.get()));
      }
    }
    return Optional.empty();
  }

  private void requireBeginning(SequencedRecord record) {
    if (!begun && record.seqNum() > 0) {
      throw new WeirException(
          ExitCode.WRONG_DATA,
          "stream "
              + stream.name()
              + " has lost its beginning: its first record is "
              + record.seqNum()
              + ". Weir does not serve such a store; restore it from a backup");
    }
    begun = true;
  }

  @Override
  public void close() {
    reading.close();
  }
}
