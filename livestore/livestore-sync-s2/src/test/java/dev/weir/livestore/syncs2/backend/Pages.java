package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.util.ArrayList;
import java.util.List;

/// Server-sent events as proxies send them. The event numbered n stands at the stream's n-1.
final class Pages {
  static final String DONE = "data: [DONE]\n\n";
  static final String PING = "event: ping\ndata: {}\n\n";

  private Pages() {}

  static EncodedEvent event(long seqNum) {
    return EncodedEvent.of(
        "n", "{}", new EventSeqNum(seqNum), new EventSeqNum(seqNum - 1), "c", "s");
  }

  static List<EncodedEvent> chain(int from, int to) {
    var events = new ArrayList<EncodedEvent>();
    for (int n = from; n <= to; n++) {
      events.add(event(n));
    }
    return events;
  }

  /// A page of the events `from` to `to` of a stream that ends with `tail`.
  static String page(int from, int to, long tail) {
    var records = new ArrayList<String>();
    chain(from, to).forEach(event -> records.add(record(event.seqNum().value() - 1, event.json())));
    return batch(tail, records.toArray(String[]::new));
  }

  static String page(int from, int to) {
    return page(from, to, to);
  }

  static String batch(long tail, String... records) {
    return "event: batch\ndata: {\"records\":["
        + String.join(",", records)
        + "],\"tail\":{\"seq_num\":"
        + tail
        + ",\"timestamp\":1}}\n\n";
  }

  static String record(long s2SeqNum, String body) {
    return "{\"seq_num\":"
        + s2SeqNum
        + ",\"timestamp\":1,\"body\":\""
        + body.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"}";
  }
}
