package dev.weir.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One record, and the events that it builds on, the nearest first.
record Ancestry(PlacedRecord record, List<PlacedRecord> ancestors) {
  private static final int MOST = 8;

  /// Parents stand close before their children, unless something went wrong.
  private static final int LOOKBACK = 256;

  static Ancestry of(long position, StoreRecords records) {
    var bounds = records.bounds();
    if (position < bounds.first() || position >= bounds.tail()) {
      throw ConsoleException.notFound(
          "there is nothing at "
              + position
              + ": the stream holds "
              + bounds.first()
              + " up to, not including, "
              + bounds.tail());
    }
    long from = Math.max(bounds.first(), position - LOOKBACK);
    var chain = Chain.before(from, bounds, records);
    Map<Long, PlacedRecord> canonical = new HashMap<>();
    Optional<PlacedRecord> found = Optional.empty();
    for (var each : records.readAll(from, position + 1)) {
      var placed = chain.offer(each);
      if (each.seqNum() == position) {
        found = Optional.of(placed);
      } else if (placed.kind() == PlacedRecord.Kind.CANONICAL) {
        placed.event().ifPresent(event -> canonical.put(event.seqNum().value(), placed));
      }
    }
    PlacedRecord record =
        found.orElseThrow(() -> ConsoleException.notFound("nothing is at " + position));
    return new Ancestry(record, ancestors(record, canonical));
  }

  private static List<PlacedRecord> ancestors(
      PlacedRecord record, Map<Long, PlacedRecord> canonical) {
    var ancestors = new ArrayList<PlacedRecord>();
    var next = parent(record, canonical);
    while (next.isPresent() && ancestors.size() < MOST) {
      ancestors.add(next.get());
      next = parent(next.get(), canonical);
    }
    return ancestors;
  }

  private static Optional<PlacedRecord> parent(
      PlacedRecord record, Map<Long, PlacedRecord> canonical) {
    return record
        .event()
        .flatMap(event -> Optional.ofNullable(canonical.get(event.parentSeqNum().value())));
  }

  void write(JsonGenerator json) throws IOException {
    record.writeWhole(ancestors, json);
  }
}
