package dev.weir.livestore.doctor;

import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds an event of the chain again by its number, in bounded memory: it knows where every so
/// manieth event stands, reads the stream from there, and keeps what it found of that part. Events
/// that are doubled mostly come in the order of the originals.
final class StoredEvents {
  private static final int MOST_PLACES = 8192;
  private static final int FIRST_STRIDE = 256;

  /// Larger events are read again when they are needed.
  private static final int MOST_KEPT_CHARACTERS = 4096;

  private final S2Stream stream;
  private final int mostPlaces;
  private final TreeMap<Long, Place> places = new TreeMap<>();
  private final Map<Long, Found> part = new HashMap<>();
  private long stride;
  private long events;

  StoredEvents(S2Stream stream) {
    this(stream, FIRST_STRIDE, MOST_PLACES);
  }

  StoredEvents(S2Stream stream, int stride, int mostPlaces) {
    this.stream = stream;
    this.stride = stride;
    this.mostPlaces = mostPlaces;
  }

  private record Place(long s2SeqNum, EventSeqNum parent) {}

  private record Found(long s2SeqNum, Optional<EncodedEvent> event) {}

  /// Notes the next event of the chain.
  void add(long s2SeqNum, EncodedEvent event) {
    if (events++ % stride == 0) {
      places.put(event.seqNum().value(), new Place(s2SeqNum, event.parentSeqNum()));
      if (places.size() > mostPlaces) {
        dropEverySecond();
      }
    }
  }

  private void dropEverySecond() {
    Iterator<Long> each = places.keySet().iterator();
    for (boolean kept = true; each.hasNext(); kept = !kept) {
      each.next();
      if (!kept) {
        each.remove();
      }
    }
    stride *= 2;
  }

  /// The chain's event of that number, if it has one, among those before the record `before`.
  Optional<EncodedEvent> at(EventSeqNum number, long before) {
    var place = places.floorEntry(number.value());
    if (place == null) {
      return Optional.empty();
    }
    if (!part.containsKey(number.value())) {
      var next = places.higherEntry(number.value());
      read(place.getValue(), next == null ? before : next.getValue().s2SeqNum());
    }
    return Optional.ofNullable(part.get(number.value())).flatMap(this::event);
  }

  private Optional<EncodedEvent> event(Found found) {
    return found.event().isPresent() ? found.event() : CanonicalLog.event(record(found.s2SeqNum()));
  }

  private SequencedRecord record(long s2SeqNum) {
    return stream.read(ReadRequest.fromSeqNum(s2SeqNum).withCount(1)).records().getFirst();
  }

  private void read(Place from, long before) {
    part.clear();
    var chain = new CanonicalLog(from.parent());
    var request = ReadRequest.fromSeqNum(from.s2SeqNum()).withCount(before - from.s2SeqNum());
    try (var records = stream.records(request)) {
      for (SequencedRecord record : records) {
        CanonicalLog.event(record)
            .filter(chain::offer)
            .ifPresent(event -> part.put(event.seqNum().value(), found(record, event)));
      }
    }
  }

  private static Found found(SequencedRecord record, EncodedEvent event) {
    boolean kept = event.json().length() <= MOST_KEPT_CHARACTERS;
    return new Found(record.seqNum(), kept ? Optional.of(event) : Optional.empty());
  }
}
