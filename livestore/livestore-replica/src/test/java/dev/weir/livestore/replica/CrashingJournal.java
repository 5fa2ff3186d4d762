package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PulledEvent;
import java.util.List;
import java.util.Random;

/// A journal whose process dies at one of its writes: just before it, or when it is done and nobody
/// knows yet.
final class CrashingJournal implements Journal {
  private final Journal journal;
  private final Random random;
  private int writesLeft;

  CrashingJournal(Journal journal, Random random, int writesLeft) {
    this.journal = journal;
    this.random = random;
    this.writesLeft = writesLeft;
  }

  /// No process lives on after it.
  static final class CrashError extends Error {
    private static final long serialVersionUID = 1;
  }

  private void write(Runnable write) {
    writesLeft--;
    if (writesLeft > 0) {
      write.run();
      return;
    }
    if (random.nextBoolean()) {
      write.run();
    }
    throw new CrashError();
  }

  @Override
  public Author author() {
    return journal.author();
  }

  @Override
  public Recovered recover() {
    return journal.recover();
  }

  @Override
  public void append(List<NewEvent> events) {
    write(() -> journal.append(events));
  }

  @Override
  public void confirm(List<PulledEvent> events, int ownConfirmed, int rebaseGeneration) {
    write(() -> journal.confirm(events, ownConfirmed, rebaseGeneration));
  }

  @Override
  public void dropFirstPending(int rebaseGeneration) {
    write(() -> journal.dropFirstPending(rebaseGeneration));
  }

  @Override
  public EventSeqNum checkpoint(String subscription) {
    return journal.checkpoint(subscription);
  }

  @Override
  public void saveCheckpoint(String subscription, EventSeqNum reached) {
    write(() -> journal.saveCheckpoint(subscription, reached));
  }

  @Override
  public LogReader reader() {
    return journal.reader();
  }

  @Override
  public void close() {
    journal.close();
  }
}
