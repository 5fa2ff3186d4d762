package dev.weir.livestore.proxy.limits;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The pulls that are served at a time. One that comes when its principal or its store has as many
/// as it may waits until another ends; those that wait go first. Thread-safe.
public final class PullSlots {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final int mostOfPrincipal;
  private final int mostOfStore;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final Map<String, Count> principals = new HashMap<>();
  private final Map<String, Count> stores = new HashMap<>();

  public PullSlots(ProxyLimits limits) {
    this.mostOfPrincipal = limits.maxPullsOfPrincipal();
    this.mostOfStore = limits.maxPullsOfStore();
  }

  /// Takes a slot, or a place among those that wait for one.
  ///
  /// @throws RateLimitedException if as many wait already as may be served
  public PullSlot enter(LimitedCaller caller, String storeId) {
    lock.lock();
    try {
      var places =
          List.of(
              new Place(caller.key(), principals, mostOfPrincipal),
              new Place(storeId, stores, mostOfStore));
      List<Place> full = places.stream().filter(place -> !place.isFreeForANewOne()).toList();
      if (full.stream().anyMatch(Place::hasTooManyWaiting)) {
        places.forEach(Place::forgetIfUnused);
        throw new RateLimitedException(
            "this client or its store has more pulls open than are allowed", RETRY_AFTER);
      }
      if (full.isEmpty()) {
        places.forEach(place -> place.count().open++);
      } else {
        full.forEach(place -> place.count().waiting++);
      }
      return new PullSlot(places, full);
    } finally {
      lock.unlock();
    }
  }

  int remembered() {
    lock.lock();
    try {
      return principals.size() + stores.size();
    } finally {
      lock.unlock();
    }
  }

  private static final class Count {
    private int open;
    private int waiting;
  }

  /// What one pull takes of one principal's or one store's pulls.
  private record Place(String key, Map<String, Count> counts, int most) {
    Count count() {
      return counts.computeIfAbsent(key, absent -> new Count());
    }

    boolean isFreeForANewOne() {
      Count count = count();
      return count.open < most && count.waiting == 0;
    }

    boolean isFree() {
      return count().open < most;
    }

    boolean hasTooManyWaiting() {
      return count().waiting >= most;
    }

    void forgetIfUnused() {
      Count count = count();
      if (count.open == 0 && count.waiting == 0) {
        counts.remove(key);
      }
    }
  }

  /// A pull's slot, or its place in the queue for one. Used by one thread.
  public final class PullSlot implements AutoCloseable {
    private final List<Place> places;
    private List<Place> waitingFor;
    private boolean closed;

    private PullSlot(List<Place> places, List<Place> waitingFor) {
      this.places = places;
      this.waitingFor = waitingFor;
    }

    /// Whether the pull is to be served now.
    public boolean isOpen() {
      return waitingFor.isEmpty();
    }

    /// Waits until the pull is to be served, or `nanos` have passed.
    ///
    /// @return [#isOpen()]
    public boolean await(long nanos) throws InterruptedException {
      long left = nanos;
      lock.lock();
      try {
        while (!isOpen() && !openIfFree() && left > 0) {
          left = freed.awaitNanos(left);
        }
        return isOpen();
      } finally {
        lock.unlock();
      }
    }

    private boolean openIfFree() {
      if (!places.stream().allMatch(Place::isFree)) {
        return false;
      }
      waitingFor.forEach(place -> place.count().waiting--);
      waitingFor = List.of();
      places.forEach(place -> place.count().open++);
      return true;
    }

    /// Leaves the slot, or the queue. May be called twice.
    @Override
    public void close() {
      lock.lock();
      try {
        if (!closed) {
          closed = true;
          if (isOpen()) {
            places.forEach(place -> place.count().open--);
          } else {
            waitingFor.forEach(place -> place.count().waiting--);
          }
          places.forEach(Place::forgetIfUnused);
          freed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
