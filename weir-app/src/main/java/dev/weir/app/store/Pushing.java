package dev.weir.app.store;

import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.WeirException;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.StoreUnavailableException;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.s2.S2Exception;
import dev.weir.s2.S2Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Pushes events to a store, each once and in their order. A batch is one append, so that it is
/// stored as a whole or not at all: who lost against another writer can number it anew.
final class Pushing {
  /// What an event's record takes besides its text is far less than the rest.
  private static final int MOST_BATCH_CHARACTERS = S2Limits.MAX_BATCH_METERED_BYTES / 4;

  /// Longer than most outages that are worth waiting for: each try takes seconds.
  private static final int TRIES = 6;

  private final LiveStoreProxy proxy;
  private final String storeId;
  private final LongConsumer progress;
  private long pushed;

  Pushing(LiveStoreProxy proxy, String storeId, LongConsumer progress) {
    this.proxy = proxy;
    this.storeId = storeId;
    this.progress = progress;
  }

  /// Pushes `events` behind `head` or whatever the head is by then, with numbers of their own.
  ///
  /// @return the number of the last event
  EventSeqNum behind(EventSeqNum head, List<EncodedEvent> events) throws InterruptedException {
    EventSeqNum last = head;
    for (List<EncodedEvent> batch : batches(events)) {
      last = renumbering(last, batch);
      progress.accept(pushed += batch.size());
    }
    return last;
  }

  /// Pushes events with the numbers they have.
  ///
  /// @throws WeirException if somebody else has written to the store
  void asNumbered(List<EncodedEvent> events) throws InterruptedException {
    for (List<EncodedEvent> batch : batches(events)) {
      if (push(batch) instanceof PushResult.ServerAhead(var expected, var unused)) {
        throw new WeirException(
            "somebody else has written to store "
                + storeId
                + " meanwhile: it has come to event "
                + expected.value()
                + ". "
                + stored());
      }
      progress.accept(pushed += batch.size());
    }
  }

  private EventSeqNum renumbering(EventSeqNum head, List<EncodedEvent> events)
      throws InterruptedException {
    for (EventSeqNum parent = head; ; ) {
      List<EncodedEvent> batch = numbered(parent, events);
      if (push(batch) instanceof PushResult.ServerAhead(var expected, var unused)) {
        parent = expected;
      } else {
        return batch.getLast().seqNum();
      }
    }
  }

  private static List<EncodedEvent> numbered(EventSeqNum parent, List<EncodedEvent> events) {
    var batch = new ArrayList<EncodedEvent>(events.size());
    EventSeqNum last = parent;
    for (EncodedEvent event : events) {
      var next = new EventSeqNum(last.value() + 1);
      batch.add(event.renumbered(next, last));
      last = next;
    }
    return batch;
  }

  /// Tries the same batch again where its outcome is unknown: if it was stored it is recognised.
  private PushResult push(List<EncodedEvent> batch) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return proxy.push(new PushPayload(storeId, batch));
      } catch (StoreUnavailableException e) {
        if (e.getCause() instanceof S2Exception refused && !refused.isRetryable()) {
          throw refused.again();
        }
        if (tries == TRIES) {
          throw new WeirException(
              ExitCode.UNREACHABLE,
              e.getMessage() + ". " + stored() + "; of the next " + batch.size() + " it is unknown",
              e);
        }
      }
    }
  }

  private String stored() {
    return pushed + " events were stored by this command";
  }

  private static List<List<EncodedEvent>> batches(List<EncodedEvent> events) {
    var batches = new ArrayList<List<EncodedEvent>>();
    var batch = new ArrayList<EncodedEvent>();
    long characters = 0;
    for (EncodedEvent event : events) {
      boolean isFull =
          batch.size() == S2Limits.MAX_BATCH_RECORDS / 2
              || characters + event.json().length() > MOST_BATCH_CHARACTERS;
      if (isFull && !batch.isEmpty()) {
        batches.add(List.copyOf(batch));
        batch.clear();
        characters = 0;
      }
      batch.add(event);
      characters += event.json().length();
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
