package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PulledEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A journal that ends with its process.
final class MemoryJournal implements Journal {
  private final Author author = Author.random();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<EncodedEvent> log = new ArrayList<>();
  private final ArrayDeque<NewEvent> pending = new ArrayDeque<>();
  private final Map<String, EventSeqNum> checkpoints = new HashMap<>();
  private Optional<PullCursor> head = Optional.empty();
  private int generation;

  @Override
  public Author author() {
    return author;
  }

  @Override
  public Recovered recover() {
    return new Recovered(head, List.copyOf(pending), generation);
  }

  @Override
  public void append(List<NewEvent> events) {
    pending.addAll(events);
  }

  @Override
  public void confirm(List<PulledEvent> events, int ownConfirmed, int rebaseGeneration) {
    lock.lock();
    try {
      events.forEach(event -> log.add(event.event()));
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < ownConfirmed; i++) {
      pending.removeFirst();
    }
    head = Optional.of(events.getLast().cursor());
    generation = rebaseGeneration;
  }

  @Override
  public void dropFirstPending(int rebaseGeneration) {
    pending.removeFirst();
    generation = rebaseGeneration;
  }

  @Override
  public EventSeqNum checkpoint(String subscription) {
    lock.lock();
    try {
      return checkpoints.getOrDefault(subscription, EventSeqNum.ROOT);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void saveCheckpoint(String subscription, EventSeqNum reached) {
    lock.lock();
    try {
      checkpoints.put(subscription, reached);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public LogReader reader() {
    return new LogReader() {
      @Override
      public List<EncodedEvent> read(EventSeqNum after, int max) {
        lock.lock();
        try {
          int from = firstBehind(after);
          int to = (int) Math.min(log.size(), (long) from + max);
          return List.copyOf(log.subList(from, to));
        } finally {
          lock.unlock();
        }
      }

      @Override
      public void close() {}
    };
  }

  private int firstBehind(EventSeqNum after) {
    int low = 0;
    int high = log.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (log.get(middle).seqNum().isAfter(after)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public void close() {}
}
