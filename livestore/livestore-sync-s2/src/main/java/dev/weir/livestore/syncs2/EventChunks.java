package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.syncs2.S2LimitExceededException.LimitType;
import java.util.ArrayList;
import java.util.List;

/// Parts a batch into appends that S2 takes, each as large as it may be.
public final class EventChunks {
  private EventChunks() {}

  /// Chunks of at most 1,000 events and 1 MiB metered, in order; none for no events.
  ///
  /// @throws S2LimitExceededException if a single event exceeds 1 MiB metered
  public static List<List<EncodedEvent>> split(List<EncodedEvent> events) {
    return split(events, 0);
  }

  /// The same, for records that carry more than the event.
  ///
  /// @param headerMeteredBytes what the headers of each record add: 2 per header, its name and
  ///   value
  /// @throws S2LimitExceededException if a single record exceeds 1 MiB metered
  public static List<List<EncodedEvent>> split(List<EncodedEvent> events, int headerMeteredBytes) {
    var chunks = new ArrayList<List<EncodedEvent>>();
    int from = 0;
    long chunkBytes = 0;
    for (int i = 0; i < events.size(); i++) {
      long bytes = meteredBytes(events.get(i), i, headerMeteredBytes);
      boolean fits =
          i - from < SyncLimits.MAX_RECORDS_PER_BATCH
              && chunkBytes + bytes <= SyncLimits.MAX_BATCH_METERED_BYTES;
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

  private static long meteredBytes(EncodedEvent event, int index, int headerMeteredBytes) {
    long bytes = (long) SyncLimits.recordMeteredBytes(event.json()) + headerMeteredBytes;
    if (bytes > SyncLimits.MAX_RECORD_METERED_BYTES) {
      throw new S2LimitExceededException(
          LimitType.RECORD_METERED_BYTES, SyncLimits.MAX_RECORD_METERED_BYTES, bytes, index);
    }
    return bytes;
  }
}
