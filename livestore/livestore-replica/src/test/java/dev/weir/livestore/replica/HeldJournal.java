package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PulledEvent;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A journal whose disk takes its time: no commit is written while it is held.
final class HeldJournal implements Journal {
  private final Journal journal;
  private volatile CountDownLatch free = new CountDownLatch(0);

  HeldJournal(Journal journal) {
    this.journal = journal;
  }

  void hold() {
    free = new CountDownLatch(1);
  }

  void release() {
    free.countDown();
  }

  @Override
  public void append(List<NewEvent> events) {
    try {
      free.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    journal.append(events);
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
  public void confirm(List<PulledEvent> events, int ownConfirmed, int rebaseGeneration) {
    journal.confirm(events, ownConfirmed, rebaseGeneration);
  }

  @Override
  public void dropFirstPending(int rebaseGeneration) {
    journal.dropFirstPending(rebaseGeneration);
  }

  @Override
  public EventSeqNum checkpoint(String subscription) {
    return journal.checkpoint(subscription);
  }

  @Override
  public void saveCheckpoint(String subscription, EventSeqNum reached) {
    journal.saveCheckpoint(subscription, reached);
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
