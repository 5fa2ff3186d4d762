package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the tests of this package begin with.
final class Given {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private Given() {}

  /// A replica that does not wait long after failures.
  static EventLogConfig onDisk(Path file) {
    return EventLogConfig.onDisk("store", file)
        .withRetry(Duration.ofMillis(1), Duration.ofMillis(20));
  }

  static EventLogConfig inMemory() {
    return EventLogConfig.inMemory("store").withRetry(Duration.ofMillis(1), Duration.ofMillis(20));
  }

  static NewEvent event(String text) {
    return new NewEvent("v1.Said", "\"" + text + "\"");
  }

  static EventSeqNum number(long value) {
    return new EventSeqNum(value);
  }

  static void commitDurably(EventLog log, String... texts) throws Exception {
    for (String text : texts) {
      log.commit(event(text)).durable().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  static List<String> args(List<EncodedEvent> events) {
    return events.stream().map(event -> event.argsJson().orElseThrow()).toList();
  }

  /// All that a replica knows to be confirmed.
  static List<EncodedEvent> confirmed(EventLog log) {
    var all = new ArrayList<EncodedEvent>();
    var from = EventSeqNum.ROOT;
    while (true) {
      List<EncodedEvent> page = log.confirmedAfter(from, 1_000);
      if (page.isEmpty()) {
        return all;
      }
      all.addAll(page);
      from = page.getLast().seqNum();
    }
  }
}
