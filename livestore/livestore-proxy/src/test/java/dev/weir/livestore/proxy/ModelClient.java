package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PullArgs;
import dev.weir.livestore.syncs2.PulledPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A LiveStore leader in small. What it committed and has not seen come back is pending, numbered
/// behind the last event it pulled; only a pull confirms, never an accepted push.
final class ModelClient {
  private final String id;
  private final String storeId;
  private final Random random;
  private final List<String> pending = new ArrayList<>();
  private final List<String> args = new ArrayList<>();
  private long head;
  private Cursor cursor = new Cursor.FromStart();
  private int committed;
  private boolean pulling;

  ModelClient(String id, String storeId, Random random) {
    this.id = id;
    this.storeId = storeId;
    this.random = random;
  }

  boolean isSynced() {
    return pending.isEmpty();
  }

  void commit(int count, int argChars) {
    for (int i = 0; i < count; i++) {
      pending.add(id + "-" + committed++);
      args.add("x".repeat(argChars));
    }
  }

  /// All that is pending, or only its beginning: a leader puts its batches together anew whenever
  /// its push worker starts.
  List<EncodedEvent> batch() {
    int size = random.nextInt(3) == 0 ? random.nextInt(pending.size() + 1) : pending.size();
    var batch = new ArrayList<EncodedEvent>(size);
    for (int i = 0; i < size; i++) {
      batch.add(event(head + i + 1, pending.get(i), args.get(i)));
    }
    return batch;
  }

  EncodedEvent event(long seqNum, String name, String arg) {
    return EncodedEvent.parse(
        "{\"name\":\"%s\",\"args\":{\"text\":\"%s\"},\"seqNum\":%d,\"parentSeqNum\":%d,\"clientId\":\"%s\",\"sessionId\":\"s\"}"
            .formatted(name, arg, seqNum, seqNum - 1, id));
  }

  /// How a push ended.
  enum Outcome {
    ACCEPTED,
    BEHIND,
    UNKNOWN
  }

  Outcome push(LiveStoreProxy proxy, List<EncodedEvent> batch) {
    try {
      PushResult result = proxy.push(Events.push(storeId, batch));
      return result instanceof PushResult.Accepted ? Outcome.ACCEPTED : Outcome.BEHIND;
    } catch (StoreUnavailableException e) {
      return Outcome.UNKNOWN; // pushed again some time, as a leader does
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Everything up to the tail. Ends early where the proxy closes.
  void pull(LiveStoreProxy proxy) {
    if (pulling) {
      return;
    }
    pulling = true;
    try {
      var args = new PullArgs(storeId, cursor, false, Optional.empty());
      proxy.pull(args, bytes -> take(new String(bytes, StandardCharsets.UTF_8)));
    } catch (InterruptedException e) {
      return; // the proxy was thrown away
    } finally {
      pulling = false;
    }
  }

  private void take(String message) {
    if (!message.startsWith("event: batch")) {
      return;
    }
    PulledPage page = RecordedPull.page(message);
    assertThat(page.events()).as("%s gets no empty page", id).isNotEmpty();
    for (PulledPage.PulledEvent pulled : page.events()) {
      takeEvent(pulled.event());
      cursor = new Cursor.After(pulled.metadata().s2SeqNum());
    }
  }

  private void takeEvent(EncodedEvent event) {
    assertThat(event.parentSeqNum().value()).as("%s gets the next event", id).isEqualTo(head);
    head = event.seqNum().value();
    int confirmed = pending.indexOf(event.name());
    assertThat(confirmed).as("%s gets its own events in their order", id).isLessThanOrEqualTo(0);
    if (confirmed == 0) {
      pending.removeFirst();
      args.removeFirst();
    }
  }
}
