package dev.weir.proof.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.proof.sync.jdk.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was promised and what was seen, to be held against what S2 holds in the end.
final class Ledger {
  private static final String ID = "\"id\":\"";

  private final Kernel kernel;
  private final TreeMap<EventSeqNum, EncodedEvent> accepted = new TreeMap<>();
  private final TreeMap<EventSeqNum, EncodedEvent> seen = new TreeMap<>();
  private final Map<String, List<String>> durable = new TreeMap<>();
  private final Map<EventSeqNum, String> confirmed = new HashMap<>();
  private int committed;

  Ledger(Kernel kernel) {
    this.kernel = kernel;
  }

  /// A proxy answers a push.
  void answered(List<EncodedEvent> batch, int status) {
    kernel.note("push of " + batch.getFirst().seqNum() + " +" + batch.size() + ": " + status);
    if (status == 200) {
      batch.forEach(event -> put(accepted, event, "accepted"));
    }
  }

  /// A client has pulled an event, and shows it to its application.
  void delivered(EncodedEvent event) {
    put(seen, event, "delivered");
  }

  private void put(Map<EventSeqNum, EncodedEvent> all, EncodedEvent event, String what) {
    EncodedEvent other = all.putIfAbsent(event.seqNum(), event);
    if (other != null && !other.isSame(event)) {
      kernel.fail(
          new AssertionError(
              "two events were " + what + ": " + other.json() + ", " + event.json()));
    }
  }

  void committed() {
    committed++;
  }

  int commits() {
    return committed;
  }

  /// A client was told that an event will survive.
  void durable(String client, String id) {
    durable.computeIfAbsent(client, key -> new ArrayList<>()).add(id);
  }

  /// A client was told that the backend has an event, there and for ever.
  void confirmed(String id, EventSeqNum at) {
    confirmed.put(at, id);
  }

  static String id(EncodedEvent event) {
    String args = event.argsJson().orElseThrow();
    int from = args.indexOf(ID) + ID.length();
    return args.substring(from, args.indexOf('"', from));
  }

  private static String client(String id) {
    return id.substring(0, id.indexOf(':'));
  }

  /// Holds all of it against the store's log.
  void check(List<EncodedEvent> log) {
    var byNumber = new HashMap<EventSeqNum, EncodedEvent>();
    var byClient = new TreeMap<String, List<String>>();
    EventSeqNum head = EventSeqNum.ROOT;
    for (EncodedEvent event : log) {
      assertThat(event.parentSeqNum()).as("the parent of %s", event.seqNum()).isEqualTo(head);
      head = event.seqNum();
      byNumber.put(event.seqNum(), event);
      byClient.computeIfAbsent(client(id(event)), key -> new ArrayList<>()).add(id(event));
    }
    byClient.forEach((client, ids) ->
        assertThat(ids)
            .as("events of %s: once each, in their order", client)
            .isSortedAccordingTo(Ledger::inOrder));
    assertThat(byClient.getOrDefault(BulkWriter.NAME, List.of()).size())
        .as("events of the batch that S2 takes in two")
        .isIn(0, BulkWriter.FIRST_PART, BulkWriter.EVENTS);
    accepted.forEach((number, event) -> requireSame(byNumber, event, "accepted"));
    seen.forEach((number, event) -> requireSame(byNumber, event, "delivered"));
    durable.forEach((client, ids) ->
        assertThat(new HashSet<>(byClient.getOrDefault(client, List.of())))
            .as("durable commits of %s", client)
            .containsAll(ids));
    confirmed.forEach((number, id) ->
        assertThat(byNumber.get(number))
            .as("confirmed at %s", number)
            .satisfies(event -> assertThat(id(event)).isEqualTo(id)));
  }

  /// Never 0: an event that is there twice is out of order.
  private static int inOrder(String one, String other) {
    return number(one) < number(other) ? -1 : 1;
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf(':') + 1));
  }

  private static void requireSame(
      Map<EventSeqNum, EncodedEvent> log, EncodedEvent event, String what) {
    EncodedEvent there = log.get(event.seqNum());
    if (there == null || !there.isSame(event)) {
      throw new AssertionError(
          what
              + ", and not in the log: "
              + event.json()
              + "; there is "
              + (there == null ? "nothing" : there.json()));
    }
  }
}
