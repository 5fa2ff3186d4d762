package dev.weir.livestore.proxy;

import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.S2Limits;
import dev.weir.s2.SequencedRecord;
import java.util.List;
import java.util.OptionalLong;

/// The S2 headers on every record that was appended conditionally on the tail its store's head was
/// read at. Such a record is canonical without looking at what stands before it, so a cold start
/// reads the end of a stream and not all of it. It also says which store the stream belongs to:
/// being appended conditionally, the first such record settles that for every proxy. LiveStore's
/// own readers ignore headers.
final class Mark {
  private static final Header TRUST = Header.of("weir", "1");
  private static final Bytes OWNER = Bytes.utf8("weir-store");

  private final List<Header> headers;

  /// What a record meters beside its body.
  private final int recordBytes;

  private Mark(List<Header> headers) {
    this.headers = headers;
    this.recordBytes =
        S2Limits.RECORD_OVERHEAD_METERED_BYTES
            + headers.stream().mapToInt(h -> 2 + h.name().size() + h.value().size()).sum();
  }

  /// The mark on the records of a store. The store that a stream's name tells need not be named,
  /// and its records meter no more for it.
  static Mark of(StreamOwner owner) {
    return owner.equals(StreamOwner.NAMESAKE)
        ? new Mark(List.of(TRUST))
        : new Mark(List.of(TRUST, new Header(OWNER, Bytes.utf8(owner.storeIdHash()))));
  }

  static boolean isOn(SequencedRecord record) {
    return record.headers().contains(TRUST);
  }

  /// Whose a marked record is.
  static StreamOwner owner(SequencedRecord record) {
    return record.headers().stream()
        .filter(header -> header.name().equals(OWNER))
        .findFirst()
        .map(header -> new StreamOwner(header.value().utf8()))
        .orElse(StreamOwner.NAMESAKE);
  }

  /// An event's JSON as a record. An event so large that the mark would push it over S2's limit
  /// goes without: that costs a longer cold start, where refusing it would block its client's
  /// pushes for ever.
  AppendRecord record(Bytes json) {
    boolean fits = recordBytes + json.size() <= S2Limits.MAX_RECORD_METERED_BYTES;
    return new AppendRecord(OptionalLong.empty(), fits ? headers : List.of(), json);
  }
}
