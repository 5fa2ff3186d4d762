package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventBatch;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.S2Limits;
import java.util.ArrayList;
import java.util.List;

/// As much of a push as one append takes, which is stored whole or not at all.
///
/// @param records the events' records, in the same order
record PushPart(List<EncodedEvent> events, List<AppendRecord> records) {
  PushPart {
    events = List.copyOf(events);
    records = List.copyOf(records);
  }

  /// Whether any of the records bears a mark.
  boolean isMarked() {
    return records.stream().anyMatch(record -> !record.headers().isEmpty());
  }

  /// A batch in as few parts as S2's limits allow.
  ///
  /// @throws EventTooLargeException if an event does not fit a record
  static List<PushPart> split(EventBatch batch, Mark mark) {
    var parts = new ArrayList<PushPart>(1);
    var events = new ArrayList<EncodedEvent>(batch.size());
    var records = new ArrayList<AppendRecord>(batch.size());
    long bytes = 0;
    for (int i = 0; i < batch.size(); i++) {
      EncodedEvent event = batch.events().get(i);
      AppendRecord record = mark.record(json(event, i));
      long size = record.meteredBytes();
      boolean full =
          records.size() == S2Limits.MAX_BATCH_RECORDS
              || bytes + size > S2Limits.MAX_BATCH_METERED_BYTES;
      if (full) {
        parts.add(new PushPart(events, records));
        events.clear();
        records.clear();
        bytes = 0;
      }
      events.add(event);
      records.add(record);
      bytes += size;
    }
    if (!records.isEmpty()) {
      parts.add(new PushPart(events, records));
    }
    return parts;
  }

  private static Bytes json(EncodedEvent event, int index) {
    Bytes json = Bytes.utf8(event.json());
    int most = S2Limits.MAX_RECORD_METERED_BYTES - S2Limits.RECORD_OVERHEAD_METERED_BYTES;
    if (json.size() > most) {
      throw new EventTooLargeException(
          "batch["
              + index
              + "] is "
              + json.size()
              + " bytes of JSON, more than the "
              + most
              + " that fit an S2 record; nothing was stored");
    }
    return json;
  }
}
