package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Header;
import dev.weir.s2.S2Limits;
import dev.weir.s2.SequencedRecord;
import java.util.List;

/// The S2 header on every record that was appended conditionally on the tail its store's head was
/// read at. Such a record is canonical without looking at what stands before it, so a cold start
/// reads the end of a stream and not all of it. LiveStore's own readers ignore headers.
final class Mark {
  private static final Header HEADER = Header.of("weir", "1");

  private Mark() {}

  static boolean isOn(SequencedRecord record) {
    return record.headers().contains(HEADER);
  }

  /// The event's JSON text verbatim as a record. An event so large that the mark would push it over
  /// S2's limit goes without: that costs a longer cold start, where refusing it would block its
  /// client's pushes for ever.
  static AppendRecord record(EncodedEvent event) {
    AppendRecord bare = AppendRecord.of(event.json());
    boolean fits = bare.meteredBytes() + METERED_BYTES <= S2Limits.MAX_RECORD_METERED_BYTES;
    return fits ? bare.withHeaders(List.of(HEADER)) : bare;
  }

  private static final int METERED_BYTES = 2 + HEADER.name().size() + HEADER.value().size();
}
