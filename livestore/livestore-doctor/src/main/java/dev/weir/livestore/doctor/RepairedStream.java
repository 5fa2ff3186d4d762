package dev.weir.livestore.doctor;

import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.copy.RecordSource;
import java.util.Optional;

/// A store's stream as it should be, with every event of the chain in its place.
record RepairedStream(RecordSource stream, String storeId, StreamNaming naming)
    implements RecordSource {
  @Override
  public StreamPosition tail() {
    return stream.tail();
  }

  @Override
  public Reading open() {
    return new RepairedReading(stream.open());
  }

  private final class RepairedReading implements Reading {
    private final Reading reading;
    private final CanonicalLog chain = new CanonicalLog();

    RepairedReading(Reading reading) {
      this.reading = reading;
    }

    @Override
    public Optional<SequencedRecord> next() {
      return reading.next().map(this::repaired);
    }

    private SequencedRecord repaired(SequencedRecord record) {
      return CanonicalLog.event(record)
          .filter(chain::offer)
          .map(event -> CanonicalLog.marked(event, storeId, naming))
          .map(marked -> at(record, marked))
          .orElseGet(() -> at(record, AppendRecord.of(Bytes.empty())));
    }

    private SequencedRecord at(SequencedRecord place, AppendRecord record) {
      return new SequencedRecord(
          place.seqNum(), place.timestamp(), record.headers(), record.body());
    }

    @Override
    public void close() {
      reading.close();
    }
  }
}
