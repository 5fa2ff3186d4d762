package dev.weir.proof.linear;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/// A real stream with one [Flaw].
final class FlawedStream implements S2Stream {
  private static final int SELDOM = 8;

  private final S2Stream stream;
  private final Flaw flaw;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile StreamPosition oldTail = new StreamPosition(0, 0);

  FlawedStream(S2Stream stream, Flaw flaw) {
    this.stream = stream;
    this.flaw = flaw;
  }

  private boolean shows(Flaw one) {
    return flaw == one && calls.incrementAndGet() % SELDOM == 0;
  }

  @Override
  public StreamName name() {
    return stream.name();
  }

  @Override
  public StreamPosition checkTail() {
    if (shows(Flaw.TELLS_OLD_TAILS)) {
      return oldTail;
    }
    oldTail = stream.checkTail();
    return oldTail;
  }

  @Override
  public AppendAck append(AppendInput input) {
    if (shows(Flaw.FORGETS)) {
      return acknowledgement(input);
    }
    if (shows(Flaw.ACKNOWLEDGES_EARLY)) {
      var ack = acknowledgement(input);
      Thread.ofVirtual().start(() -> stream.append(AppendInput.of(input.records())));
      return ack;
    }
    if (shows(Flaw.DOUBLES)) {
      stream.append(AppendInput.of(input.records()));
    }
    if (flaw == Flaw.IGNORES_FENCES) {
      return stream.append(new AppendInput(input.records(), input.matchSeqNum(), Optional.empty()));
    }
    if (flaw == Flaw.LOOKS_BEFORE_IT_APPENDS && input.matchSeqNum().isPresent()) {
      return lookThenAppend(input);
    }
    try {
      return stream.append(input);
    } catch (AppendConditionFailedException e) {
      if (shows(Flaw.REFUSES_AND_APPENDS)) {
        stream.append(AppendInput.of(input.records()));
      }
      throw e;
    }
  }

  private AppendAck acknowledgement(AppendInput input) {
    var start = stream.checkTail();
    var end = new StreamPosition(start.seqNum() + input.records().size(), start.timestamp());
    return new AppendAck(start, end, end);
  }

  private AppendAck lookThenAppend(AppendInput input) {
    if (stream.checkTail().seqNum() != input.matchSeqNum().getAsLong()) {
      return stream.append(input); // is refused
    }
    for (int i = 0; i < 20; i++) { // long enough that others come in between
      stream.checkTail();
    }
    return stream.append(
        new AppendInput(input.records(), OptionalLong.empty(), input.fencingToken()));
  }

  @Override
  public ReadBatch read(ReadRequest request) {
    var batch = stream.read(request);
    var records = batch.records();
    return shows(Flaw.READS_SHORT)
        ? new ReadBatch(records.subList(0, records.size() - 1), batch.tail())
        : batch;
  }

  @Override
  public AppendSession openAppend(AppendSessionOptions options) {
    throw new UnsupportedOperationException("no client here opens sessions");
  }

  @Override
  public ReadSession openRead(ReadRequest request) {
    throw new UnsupportedOperationException("no client here opens sessions");
  }
}
