package dev.weir.livestore.doctor;

import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.S2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A stream into which everything is put that a proxy without conditions, or a person, may put
/// there; it remembers what.
final class SickStream {
  private final S2Stream stream;
  private final Random random;
  private final List<AppendRecord> batch = new ArrayList<>();
  private final List<EncodedEvent> chain = new ArrayList<>();
  private final List<String> planted = new ArrayList<>();
  private long s2SeqNum;

  SickStream(S2Stream stream, Random random) {
    this.stream = stream;
    this.random = random;
  }

  /// The events that belong to the store.
  List<EncodedEvent> chain() {
    return chain;
  }

  /// What is wrong, as `s2SeqNum kind`.
  List<String> planted() {
    return planted;
  }

  void write(int records) {
    for (int i = 0; i < records; i++) {
      writeOne();
      if (batch.size() == 500) {
        flush();
      }
    }
    flush();
  }

  private void writeOne() {
    switch (random.nextInt(24)) {
      case 0 -> plant("fork", json(loser()));
      case 1 -> plant("doubled", json(known()));
      case 2 -> plantMissing();
      case 3 -> plant("foreign", AppendRecord.of("{\"no\":\"event\"}"));
      case 4 -> plant("disordered", json(event(3, 3 + random.nextInt(9), "backwards")));
      case 5 -> plant("false-mark", marked(event(head() + 9, head() + 8, "forged")));
      case 6 -> add(new Command.Fence(new FencingToken("")).toRecord());
      default -> writeEvent();
    }
  }

  private EncodedEvent loser() {
    long parent = behindHead();
    return event(parent + 1 + random.nextInt(2), parent, "loser");
  }

  private void writeEvent() {
    var event = event(head() + 1 + random.nextInt(2), head(), "e" + random.nextInt(1000));
    chain.add(event);
    add(random.nextBoolean() ? json(event) : marked(event));
  }

  private void plantMissing() {
    long parent = head() + 1 + random.nextInt(5);
    plant("missing", json(event(parent + 1, parent, "stray")));
  }

  /// Planted where there is an event to spoil.
  private void plant(String kind, AppendRecord record) {
    if (chain.size() < 3) {
      writeEvent();
      return;
    }
    planted.add(s2SeqNum + " " + kind);
    add(record);
  }

  private EncodedEvent known() {
    return chain.isEmpty() ? event(1, 0, "first") : chain.get(random.nextInt(chain.size()));
  }

  private long behindHead() {
    return chain.size() < 3
        ? 0
        : chain.get(random.nextInt(chain.size() - 1)).parentSeqNum().value();
  }

  private long head() {
    return chain.isEmpty() ? 0 : chain.getLast().seqNum().value();
  }

  private void add(AppendRecord record) {
    batch.add(record);
    s2SeqNum++;
  }

  private void flush() {
    if (!batch.isEmpty()) {
      var unused = stream.append(AppendInput.of(batch));
      batch.clear();
    }
  }

  private static AppendRecord json(EncodedEvent event) {
    return AppendRecord.of(event.json());
  }

  private AppendRecord marked(EncodedEvent event) {
    return CanonicalLog.marked(event, stream.name().value(), StreamNaming.DISTINCT);
  }

  static EncodedEvent event(long number, long parent, String text) {
    return EncodedEvent.of(
        "v1.TodoCreated",
        "{\"text\":\"" + text + "\"}",
        new EventSeqNum(number),
        new EventSeqNum(parent),
        "client",
        "session");
  }
}
