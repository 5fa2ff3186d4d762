package dev.weir.app.console;

import dev.weir.livestore.proxy.PushReport;
import dev.weir.livestore.sync.EncodedEvent;
import java.util.List;
import java.util.Optional;

/// What is kept of a push that was not stored: none of its arguments, which may be large.
record RefusedBatch(
    Optional<String> principal,
    Optional<String> address,
    int events,
    Optional<First> first,
    List<String> names,
    double millis) {
  private static final int MOST_NAMES = 10;

  /// Its first event, and where the last one would have stood.
  record First(
      String clientId, String sessionId, long parentSeqNum, long seqNum, long lastSeqNum) {}

  static RefusedBatch of(PushReport push) {
    List<EncodedEvent> events = push.events();
    return new RefusedBatch(
        push.principal().map(Json::shortened),
        push.address().map(address -> address.getHostAddress()),
        events.size(),
        events.stream().findFirst().map(first -> firstOf(first, events.getLast())),
        events.stream()
            .map(EncodedEvent::name)
            .distinct()
            .limit(MOST_NAMES)
            .map(Json::shortened)
            .toList(),
        Math.round(push.nanos() / 1e4) / 100.0);
  }

  private static First firstOf(EncodedEvent first, EncodedEvent last) {
    return new First(
        Json.shortened(first.clientId()),
        Json.shortened(first.sessionId()),
        first.parentSeqNum().value(),
        first.seqNum().value(),
        last.seqNum().value());
  }
}
