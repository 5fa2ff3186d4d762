package dev.weir.livestore.doctor;

import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.SequencedRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One walk through a stream: tells what each record is.
final class Examination {
  private final CanonicalLog chain = new CanonicalLog();
  private final StoredEvents stored;
  private final Consumer<Finding> findings;
  private final Map<String, Long> counts = new HashMap<>();
  private Optional<String> owner = Optional.empty();
  private long records;
  private long events;
  private long commands;
  private long empty;

  Examination(StoredEvents stored, Consumer<Finding> findings) {
    this.stored = stored;
    this.findings = findings;
  }

  void offer(SequencedRecord record) {
    if (records++ == 0 && record.seqNum() > 0) {
      found(new Finding.BeginningLost(record.seqNum()));
    }
    var event = CanonicalLog.event(record);
    boolean isCanonical = event.filter(chain::offer).isPresent();
    if (isCanonical) {
      events++;
      event.ifPresent(next -> stored.add(record.seqNum(), next));
    }
    if (CanonicalLog.isMarked(record) && !(isCanonical && hasOwner(record))) {
      found(new Finding.FalseMark(record.seqNum()));
    } else if (!isCanonical) {
      event.ifPresentOrElse(stray -> offer(record, stray), () -> offerOther(record));
    }
  }

  private boolean hasOwner(SequencedRecord record) {
    String named = CanonicalLog.owner(record);
    owner = owner.or(() -> Optional.of(named));
    return owner.filter(named::equals).isPresent();
  }

  private void offer(SequencedRecord record, EncodedEvent stray) {
    long at = record.seqNum();
    EventSeqNum head = chain.head();
    if (!stray.seqNum().isAfter(stray.parentSeqNum())) {
      found(new Finding.Disordered(at, stray));
    } else if (stray.parentSeqNum().isAfter(head)) {
      found(new Finding.Missing(at, stray, head));
    } else if (stored.at(stray.seqNum(), at).filter(stray::isSame).isPresent()) {
      found(new Finding.Doubled(at, stray));
    } else {
      found(new Finding.Fork(at, stray, head));
    }
  }

  private void offerOther(SequencedRecord record) {
    if (record.isCommand()) {
      commands++;
    } else if (record.body().isEmpty() && record.headers().isEmpty()) {
      empty++;
    } else {
      found(new Finding.Foreign(record.seqNum(), record.body().size()));
    }
  }

  private void found(Finding finding) {
    counts.merge(finding.kind(), 1L, Long::sum);
    findings.accept(finding);
  }

  StoreReport report() {
    return new StoreReport(records, events, chain.head().value(), commands, empty, counts);
  }
}
