package dev.weir.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.s2.SequencedRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Some of a store's records in ascending order, with the positions that were looked at for them.
///
/// @param from inclusive
/// @param to exclusive
record EventPage(
    StoreRecords.Bounds bounds, long from, long to, boolean more, List<PlacedRecord> events) {
  static final int MOST_EVENTS = 500;
  private static final int MOST_LOOKED_AT = 20_000;
  private static final long MOST_BYTES = 4 << 20;
  private static final int STEP = 1_000;

  /// The events from `start` on.
  static EventPage from(long start, int limit, EventFilter filter, StoreRecords records) {
    var bounds = records.bounds();
    var span = span(filter, bounds, records);
    long first = Math.max(span.first(), bounds.clip(start));
    long end = Math.min(span.tail(), first + (filter.isNone() ? limit : MOST_LOOKED_AT));
    var found = new ArrayList<PlacedRecord>();
    var chain = Chain.before(first, bounds, records);
    long next = first;
    long bytes = 0;
    while (next < end && found.size() < limit && bytes < MOST_BYTES) {
      List<SequencedRecord> some = records.read(next, end);
      if (some.isEmpty()) {
        break;
      }
      for (SequencedRecord record : some) {
        if (found.size() == limit || bytes >= MOST_BYTES) {
          break;
        }
        next = record.seqNum() + 1;
        PlacedRecord placed = chain.offer(record);
        if (filter.admits(placed)) {
          found.add(placed);
          bytes += record.meteredBytes();
        }
      }
    }
    return new EventPage(bounds, first, next, next < span.tail(), found);
  }

  /// The events before `end`.
  static EventPage before(long end, int limit, EventFilter filter, StoreRecords records) {
    var bounds = records.bounds();
    var span = span(filter, bounds, records);
    long last = Math.min(span.tail(), bounds.clip(end));
    long least = Math.max(span.first(), last - (filter.isNone() ? limit : MOST_LOOKED_AT));
    var found = new ArrayList<PlacedRecord>(); // the newest first
    long next = last;
    long bytes = 0;
    while (next > least && found.size() < limit && bytes < MOST_BYTES) {
      long from = Math.max(least, next - STEP);
      var chain = Chain.before(from, bounds, records);
      var placed = records.readAll(from, next).stream().map(chain::offer).toList();
      for (int i = placed.size() - 1; i >= 0; i--) {
        if (found.size() == limit || bytes >= MOST_BYTES) {
          break;
        }
        next = placed.get(i).record().seqNum();
        if (filter.admits(placed.get(i))) {
          found.add(placed.get(i));
          bytes += placed.get(i).record().meteredBytes();
        }
      }
      next = found.size() == limit || bytes >= MOST_BYTES ? next : from;
    }
    Collections.reverse(found);
    return new EventPage(bounds, next, last, next > span.first(), found);
  }

  /// Where records of the wanted time can be: timestamps never go back in a stream.
  private static StoreRecords.Bounds span(
      EventFilter filter, StoreRecords.Bounds bounds, StoreRecords records) {
    long first = bounds.first();
    long tail = bounds.tail();
    if (filter.since().isPresent()) {
      first = records.firstSince(filter.since().getAsLong()).orElse(tail);
    }
    if (filter.until().isPresent()) {
      tail = records.firstSince(filter.until().getAsLong()).orElse(tail);
    }
    return new StoreRecords.Bounds(Math.min(first, tail), tail);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("first", bounds.first());
    json.writeNumberField("tail", bounds.tail());
    json.writeNumberField("from", from);
    json.writeNumberField("to", to);
    json.writeBooleanField("more", more);
    json.writeArrayFieldStart("events");
    for (PlacedRecord event : events) {
      event.write(json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
