package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.MalformedEventException;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a stream holds, read past the proxies, and which of it is the store: the rule itself and
/// nothing else.
final class ModelStream {
  private final S2Stream stream;
  private final List<SequencedRecord> records = new ArrayList<>();
  private final List<Stored> canonical = new ArrayList<>();
  private final Set<EncodedEvent> events = new HashSet<>();

  ModelStream(S2Stream stream) {
    this.stream = stream;
  }

  /// An event at its place in S2.
  record Stored(long s2SeqNum, EncodedEvent event) {}

  void refresh() {
    try {
      long tail = stream.checkTail().seqNum();
      while (records.size() < tail) {
        stream.read(ReadRequest.fromSeqNum(records.size())).records().forEach(this::add);
      }
    } catch (RequestRejectedException e) {
      // nobody has created it yet
    }
  }

  private void add(SequencedRecord record) {
    records.add(record);
    event(record)
        .filter(event -> event.parentSeqNum().value() == head())
        .filter(event -> event.seqNum().value() > head())
        .ifPresent(event -> add(new Stored(record.seqNum(), event)));
  }

  private void add(Stored stored) {
    canonical.add(stored);
    events.add(stored.event());
  }

  private static Optional<EncodedEvent> event(SequencedRecord record) {
    try {
      return record.isCommand()
          ? Optional.empty()
          : Optional.of(EncodedEvent.parse(record.body().utf8()));
    } catch (MalformedEventException e) {
      return Optional.empty();
    }
  }

  long head() {
    return canonical.isEmpty() ? 0 : canonical.getLast().event().seqNum().value();
  }

  List<SequencedRecord> records() {
    return records;
  }

  List<Stored> canonical() {
    return canonical;
  }

  /// The canonical events.
  Set<EncodedEvent> events() {
    return events;
  }

  List<String> names() {
    return canonical.stream().map(stored -> stored.event().name()).toList();
  }
}
