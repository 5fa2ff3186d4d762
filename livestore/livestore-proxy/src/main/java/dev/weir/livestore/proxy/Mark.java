package dev.weir.livestore.proxy;

import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.S2Limits;
import dev.weir.s2.SequencedRecord;
import java.util.List;
import java.util.OptionalLong;

/// The S2 header on every record that was appended conditionally on the tail its store's head was
/// read at. Such a record is canonical without looking at what stands before it, so a cold start
/// reads the end of a stream and not all of it. LiveStore's own readers ignore headers.
final class Mark {
  private static final Header HEADER = Header.of("weir", "1");
  private static final List<Header> HEADERS = List.of(HEADER);

  /// What a record meters beside its body.
  private static final int RECORD_BYTES = 8 + 2 + HEADER.name().size() + HEADER.value().size();

  private Mark() {}

  static boolean isOn(SequencedRecord record) {
    return record.headers().contains(HEADER);
  }

  /// An event's JSON as a record. An event so large that the mark would push it over S2's limit
  /// goes without: that costs a longer cold start, where refusing it would block its client's
  /// pushes for ever.
  static AppendRecord record(Bytes json) {
    boolean fits = RECORD_BYTES + json.size() <= S2Limits.MAX_RECORD_METERED_BYTES;
    return new AppendRecord(OptionalLong.empty(), fits ? HEADERS : List.of(), json);
  }
}
