package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.syncs2.S2LimitExceededException.LimitType;
import dev.weir.s2.S2Limits;
import java.util.ArrayList;
import java.util.List;

/// Parts a batch into appends that S2 takes, each as large as it may be.
public final class EventChunks {
  private EventChunks() {}

  /// Chunks of at most 1,000 events and 1 MiB metered, in order; none for no events.
  ///
  /// @throws S2LimitExceededException if a single event exceeds 1 MiB metered
  public static List<List<EncodedEvent>> split(List<EncodedEvent> events) {
    var chunks = new ArrayList<List<EncodedEvent>>();
    int from = 0;
    long chunkBytes = 0;
    for (int i = 0; i < events.size(); i++) {
      long bytes = meteredBytes(events.get(i), i);
      boolean fits =
          i - from < S2Limits.MAX_BATCH_RECORDS
              && chunkBytes + bytes <= S2Limits.MAX_BATCH_METERED_BYTES;
      if (!fits) {
        chunks.add(List.copyOf(events.subList(from, i)));
        from = i;
        chunkBytes = 0;
      }
      chunkBytes += bytes;
    }
    if (from < events.size()) {
      chunks.add(List.copyOf(events.subList(from, events.size())));
    }
    return chunks;
  }

  private static long meteredBytes(EncodedEvent event, int index) {
    long bytes = meteredBytes(event.json());
    if (bytes > S2Limits.MAX_RECORD_METERED_BYTES) {
      throw new S2LimitExceededException(
          LimitType.RECORD_METERED_BYTES, S2Limits.MAX_RECORD_METERED_BYTES, bytes, index);
    }
    return bytes;
  }

  /// The size S2 counts for a record without headers.
  static long meteredBytes(String body) {
    return S2Limits.RECORD_OVERHEAD_METERED_BYTES + (long) Utf8.size(body);
  }
}
