package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.syncs2.PushPayload;
import java.util.ArrayList;
import java.util.List;

/// Events as stock clients write them.
final class Events {
  private Events() {}

  static EncodedEvent event(long seqNum, long parentSeqNum, String text) {
    return EncodedEvent.parse(json(seqNum, parentSeqNum, text));
  }

  static EncodedEvent event(long seqNum, String text) {
    return event(seqNum, seqNum - 1, text);
  }

  static String json(long seqNum, long parentSeqNum, String text) {
    return "{\"name\":\"v1.TodoCreated\",\"args\":{\"text\":\""
        + text
        + "\"},\"seqNum\":"
        + seqNum
        + ",\"parentSeqNum\":"
        + parentSeqNum
        + ",\"clientId\":\"c\",\"sessionId\":\"s\"}";
  }

  /// `count` events behind the event numbered `parent`.
  static List<EncodedEvent> chain(long parent, int count, String text) {
    var events = new ArrayList<EncodedEvent>();
    for (long n = parent + 1; n <= parent + count; n++) {
      events.add(event(n, text));
    }
    return events;
  }

  static PushPayload push(String storeId, EncodedEvent... events) {
    return new PushPayload(storeId, List.of(events));
  }

  static PushPayload push(String storeId, List<EncodedEvent> events) {
    return new PushPayload(storeId, events);
  }
}
