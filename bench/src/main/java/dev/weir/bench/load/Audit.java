package dev.weir.bench.load;

import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads every store from its start and holds it against what was acknowledged and delivered: each
/// record once and in order, each event in its place, each client's events in the order of their
/// making, and none that the clients know of missing.
///
/// @param stores that were read
/// @param events that they hold
/// @param lost events that were to be pushed and are not stored
/// @param faults what is not as it should be
record Audit(int stores, long events, int lost, List<String> faults) {
  private static final int MOST_FAULTS = 20;

  Audit {
    faults = List.copyOf(faults);
  }

  static Audit of(URI endpoint, List<SharedStore> stores) throws IOException {
    var faults = new ArrayList<String>();
    var events = 0L;
    var used = stores.stream().filter(store -> store.length() > 0).toList();
    try (var connection = new HttpConnection(endpoint)) {
      for (var store : used) {
        var reading = new Reading(store, faults);
        var body = connection.open(HttpConnection.pull(endpoint, store.id(), -1, false));
        var scanner = new EventScanner(reading);
        var buffer = new byte[256 << 10];
        for (var n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          scanner.scan(buffer, 0, n);
        }
        reading.end();
        events += reading.next;
      }
    }
    var shown = faults.subList(0, Math.min(MOST_FAULTS, faults.size()));
    return new Audit(used.size(), events, 0, shown);
  }

  Audit withFault(String what) {
    var all = new ArrayList<>(faults);
    all.add(what);
    return new Audit(stores, events, lost, all);
  }

  Audit withLost(int count) {
    return new Audit(stores, events, count, faults);
  }

  boolean isClean() {
    return lost == 0 && faults.isEmpty();
  }

  private static final class Reading implements EventScanner.Listener {
    private final SharedStore store;
    private final List<String> faults;
    private final Map<Integer, Long> lastOfClient = new HashMap<>();
    private long next;

    Reading(SharedStore store, List<String> faults) {
      this.store = store;
      this.faults = faults;
    }

    @Override
    public void event(long s2SeqNum, int client, long number, long atMicros) {
      if (s2SeqNum != next) {
        fault("record " + s2SeqNum + " stands where " + next + " is due");
      }
      next = s2SeqNum + 1;
      var known = store.knownAt((int) s2SeqNum);
      if (known != 0 && known != SharedStore.eventId(client, number)) {
        fault("record " + s2SeqNum + " is not the event that was acknowledged");
      }
      var before = lastOfClient.put(client, number);
      if (before != null && before >= number) {
        fault("client " + client + ": event " + number + " stands behind " + before);
      }
    }

    void end() {
      if (next != store.length()) {
        fault("it holds " + next + " records, its clients know of " + store.length());
      }
    }

    private void fault(String what) {
      faults.add("store " + store.id() + ": " + what);
    }
  }
}
