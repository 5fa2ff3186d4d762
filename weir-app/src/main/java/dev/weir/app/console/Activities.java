package dev.weir.app.console;

import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.PushReport;
import dev.weir.livestore.proxy.Refusal;
import dev.weir.livestore.proxy.StoreListener;
import dev.weir.livestore.proxy.StreamNaming;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/// What happened lately: an hour of the stores that were used last, and what was refused. All of it
/// in memory, and bounded. Thread-safe.
public final class Activities implements StoreListener {
  private static final int MOST_STORES = 128;
  private static final int MOST_INCIDENTS = 1_000;

  private final StreamNaming naming;
  private final InstantSource clock;
  private final Timeline all;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Activity> stores = new LinkedHashMap<>(16, 0.75f, true);

  /// By the store's id: only those that have some.
  private final Map<String, Integer> livePulls = new HashMap<>();

  private final Deque<Incident> incidents = new ArrayDeque<>();
  private int allLivePulls;
  private long lastIncident;

  /// Nothing has happened yet.
  public Activities(StreamNaming naming) {
    this(naming, InstantSource.system());
  }

  Activities(StreamNaming naming, InstantSource clock) {
    this.naming = naming;
    this.clock = clock;
    this.all = new Timeline(clock);
  }

  /// One store's.
  static final class Activity {
    final String storeId;
    final Timeline timeline;
    volatile long lastPushAt;

    Activity(String storeId, Timeline timeline) {
      this.storeId = storeId;
      this.timeline = timeline;
    }
  }

  Timeline all() {
    return all;
  }

  /// That of the store in a stream, if it was used lately.
  Optional<Activity> of(String stream) {
    lock.lock();
    try {
      return Optional.ofNullable(stores.get(stream));
    } finally {
      lock.unlock();
    }
  }

  int livePulls() {
    lock.lock();
    try {
      return allLivePulls;
    } finally {
      lock.unlock();
    }
  }

  int livePulls(String storeId) {
    lock.lock();
    try {
      return livePulls.getOrDefault(storeId, 0);
    } finally {
      lock.unlock();
    }
  }

  /// How many stores somebody pulls from live.
  int liveStores() {
    lock.lock();
    try {
      return livePulls.size();
    } finally {
      lock.unlock();
    }
  }

  /// The newest first.
  List<Incident> incidents(Optional<String> stream, int limit) {
    lock.lock();
    try {
      Iterable<Incident> newestFirst = incidents::descendingIterator;
      return StreamSupport.stream(newestFirst.spliterator(), false)
          .filter(i -> stream.isEmpty() || i.stream().equals(stream))
          .limit(limit)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void pushEnded(PushReport push) {
    switch (push.ending()) {
      case PushReport.Ending.Stored(int events) ->
          pushed(
              push,
              bucket -> {
                bucket.events += events;
                bucket.bytes += push.bytes();
              });
      case PushReport.Ending.Behind(var ahead) -> {
        pushed(push, bucket -> bucket.conflicts++);
        note(
            Incident.Outcome.CONFLICT,
            "ServerAhead",
            "the store's head is "
                + ahead.minimumExpectedNum().value()
                + "; the push builds on "
                + ahead.providedNum().value(),
            push.storeId(),
            Optional.of(push));
      }
      case PushReport.Ending.Refused(Refusal why, String message) -> {
        all.record(bucket -> bucket.refused++);
        admitted(push).ifPresent(store -> store.timeline.record(bucket -> bucket.refused++));
        note(Incident.Outcome.PUSH_REFUSED, why.name(), message, push.storeId(), Optional.of(push));
      }
    }
  }

  private void pushed(PushReport push, Consumer<Bucket> what) {
    Consumer<Bucket> counted =
        bucket -> {
          bucket.pushes++;
          bucket.pushMillis.add(push.nanos() / 1e6);
          what.accept(bucket);
        };
    all.record(counted);
    admitted(push)
        .ifPresent(store -> {
          store.lastPushAt = clock.millis();
          store.timeline.record(counted);
        });
  }

  /// Only of stores that a client was let in to: others are names that somebody made up.
  private Optional<Activity> admitted(PushReport push) {
    return push.principal().flatMap(who -> push.storeId()).map(this::store);
  }

  @Override
  public void pullRefused(Optional<String> storeId, Refusal why, String message) {
    all.record(bucket -> bucket.refused++);
    note(Incident.Outcome.PULL_REFUSED, why.name(), message, storeId, Optional.empty());
  }

  @Override
  public void livePullsChanged(String storeId, int by) {
    lock.lock();
    try {
      allLivePulls += by;
      int now = livePulls.getOrDefault(storeId, 0) + by;
      if (now == 0) {
        livePulls.remove(storeId);
      } else {
        livePulls.put(storeId, now);
      }
      all.livePullsChanged(allLivePulls);
      store(storeId).timeline.livePullsChanged(now);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void delivered(String storeId, long nanos) {
    all.record(bucket -> bucket.lagMillis.add(nanos / 1e6));
    store(storeId).timeline.record(bucket -> bucket.lagMillis.add(nanos / 1e6));
  }

  private Activity store(String storeId) {
    String stream = streamOf(storeId);
    lock.lock();
    try {
      Activity known = stores.get(stream);
      if (known != null && known.storeId.equals(storeId)) {
        return known;
      }
      var begun = new Activity(storeId, new Timeline(clock));
      stores.put(stream, begun);
      if (stores.size() > MOST_STORES) {
        stores.remove(stores.keySet().iterator().next());
      }
      return begun;
    } finally {
      lock.unlock();
    }
  }

  private String streamOf(String storeId) {
    return CanonicalLog.streamOf(storeId, naming).value();
  }

  private void note(
      Incident.Outcome outcome,
      String reason,
      String message,
      Optional<String> storeId,
      Optional<PushReport> push) {
    Optional<String> stream =
        storeId.filter(id -> !id.isEmpty() && id.length() <= 512).map(this::streamOf);
    lock.lock();
    try {
      if (incidents.size() >= MOST_INCIDENTS) {
        incidents.removeFirst();
      }
      incidents.add(
          new Incident(
              ++lastIncident,
              clock.millis(),
              outcome,
              reason,
              Json.shortened(message),
              stream,
              storeId.map(Json::shortened),
              push.map(RefusedBatch::of)));
    } finally {
      lock.unlock();
    }
  }
}
