package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.BackendInfo;
import dev.weir.livestore.sync.backend.Connectivity;
import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.PulledEvent;
import dev.weir.livestore.sync.backend.SyncBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A store's log in memory, which takes what continues it and recognises what it has: the rules of
/// a backend without its wire. Any number of replicas share it, each with a backend of its own.
final class SharedLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<EncodedEvent> events = new ArrayList<>();
  private int pageSize = Integer.MAX_VALUE;
  private boolean held;

  List<EncodedEvent> events() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  List<String> args() {
    return events().stream().map(event -> event.argsJson().orElseThrow()).toList();
  }

  SharedLog withPageSize(int most) {
    pageSize = most;
    return this;
  }

  /// Has pulls wait with what there is, or go on.
  void holdPulls(boolean now) {
    lock.lock();
    try {
      held = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Appends what somebody else wrote, whatever it is.
  void append(EncodedEvent event) {
    lock.lock();
    try {
      events.add(event);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// An event of another client behind the last.
  void appendOther(String argsJson) {
    lock.lock();
    try {
      EventSeqNum head = head();
      append(
          EncodedEvent.of(
              "v1.Other", argsJson, new EventSeqNum(head.value() + 1), head, "other", "o"));
    } finally {
      lock.unlock();
    }
  }

  /// Begins anew.
  void clear() {
    lock.lock();
    try {
      events.clear();
    } finally {
      lock.unlock();
    }
  }

  private EventSeqNum head() {
    return events.isEmpty() ? EventSeqNum.ROOT : events.getLast().seqNum();
  }

  private PushResult push(List<EncodedEvent> batch) {
    lock.lock();
    try {
      int known = 0;
      while (known < batch.size() && has(batch.get(known))) {
        known++;
      }
      List<EncodedEvent> news = batch.subList(known, batch.size());
      if (!news.isEmpty() && !news.getFirst().parentSeqNum().equals(head())) {
        return new PushResult.ServerAhead(head(), news.getFirst().parentSeqNum());
      }
      events.addAll(news);
      changed.signalAll();
      return new PushResult.Accepted();
    } finally {
      lock.unlock();
    }
  }

  private boolean has(EncodedEvent event) {
    return events.stream().anyMatch(event::isSame);
  }

  SyncBackend backend() {
    return new Backend();
  }

  private final class Backend implements SyncBackend {
    private final Connectivity connectivity = new Connectivity();

    @Override
    public void connect() {
      connectivity.set(true);
    }

    @Override
    public Pull pull(Optional<PullCursor> cursor, PullMode mode) {
      // Without what was delivered with the event, a pull would begin anew: it has to be kept.
      int from = cursor.map(at -> Integer.parseInt(at.metadataJson().orElseThrow()) + 1).orElse(0);
      return new LivePull(from);
    }

    @Override
    public PushResult push(List<EncodedEvent> batch) {
      connectivity.set(true);
      return SharedLog.this.push(batch);
    }

    @Override
    public void ping() {}

    @Override
    public Connectivity connectivity() {
      return connectivity;
    }

    @Override
    public BackendInfo info() {
      return new BackendInfo("memory", "A log in memory", Map.of(), true, true);
    }

    @Override
    public void close() {}
  }

  private final class LivePull implements Pull {
    private int next;
    private boolean first = true;
    private boolean closed;

    LivePull(int from) {
      next = from;
    }

    @Override
    public Optional<PullPage> next() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (!closed && !first && (held || next >= events.size())) {
          changed.await();
        }
        first = false;
        return closed ? Optional.empty() : Optional.of(page());
      } finally {
        lock.unlock();
      }
    }

    private PullPage page() {
      int to = (int) Math.min(events.size(), (long) next + pageSize);
      var page = new ArrayList<PulledEvent>();
      for (; next < to; next++) {
        page.add(new PulledEvent(events.get(next), Optional.of(String.valueOf(next))));
      }
      int left = events.size() - to;
      return new PullPage(page, left > 0 ? new PageInfo.MoreKnown(left) : new PageInfo.NoMore());
    }

    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
