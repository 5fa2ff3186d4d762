package dev.weir.livestore.proxy;

import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The stores in use, each remembered for a while after its last use.
final class Stores implements AutoCloseable {
  /// Live pulls end with every page and come back; in between, the session that feeds them stays.
  private static final Duration FOLLOW_LINGER = Duration.ofSeconds(10);

  private final S2 s2;
  private final BasinName basin;
  private final ProxyConfig config;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Stores(S2 s2, BasinName basin, ProxyConfig config) {
    this.s2 = s2;
    this.basin = basin;
    this.config = config;
  }

  private static final class Entry {
    final Store store;
    final AtomicInteger leases = new AtomicInteger();
    volatile long lastUsed = System.nanoTime();

    Entry(Store store) {
      this.store = store;
    }

    long idleNanos() {
      return leases.get() > 0 ? -1 : System.nanoTime() - lastUsed;
    }
  }

  /// A store that is not forgotten while the lease is open.
  static final class Lease implements AutoCloseable {
    private final Entry entry;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    Store store() {
      return entry.store;
    }

    @Override
    public void close() {
      entry.lastUsed = System.nanoTime();
      entry.leases.decrementAndGet();
    }
  }

  /// @throws StoreUnavailableException if the proxy is closed
  Lease lease(String storeId) {
    // compute, and computeIfPresent in forget, exclude each other on one key: no store is forgotten
    // while it is leased.
    Entry leased =
        entries.compute(
            storeId,
            (id, known) -> {
              Entry entry = known != null ? known : new Entry(open(id));
              entry.leases.incrementAndGet();
              return entry;
            });
    if (closed) {
      leased.store.close();
      throw new StoreUnavailableException("the proxy is closed", null);
    }
    return new Lease(leased);
  }

  private Store open(String storeId) {
    StreamNaming naming = config.streamNaming();
    var stream =
        new StoreStream(
            s2, basin, naming.streamOf(storeId), naming.ownerOf(storeId), config.telemetry());
    config.telemetry().listener().openStoresChanged(1);
    return new Store(storeId, stream, config.telemetry().listener());
  }

  /// Forgets what was idle for long enough, and the longest idle where there are too many.
  void sweep() {
    entries.values().forEach(entry -> entry.store.stopFollowingIfUnneeded(FOLLOW_LINGER.toNanos()));
    entries.keySet().forEach(id -> forgetIfIdle(id, config.idleStore().toNanos()));
    int surplus = entries.size() - config.maxOpenStores();
    if (surplus > 0) {
      longestIdle(surplus).forEach(id -> forgetIfIdle(id, 0));
    }
  }

  private List<String> longestIdle(int count) {
    // A copy, because the times go on while they are sorted.
    return entries.entrySet().stream()
        .map(entry -> new Idle(entry.getKey(), entry.getValue().idleNanos()))
        .filter(idle -> idle.nanos() >= 0)
        .sorted(Comparator.comparingLong(Idle::nanos).reversed())
        .limit(count)
        .map(Idle::storeId)
        .toList();
  }

  private record Idle(String storeId, long nanos) {}

  private void forgetIfIdle(String storeId, long nanos) {
    var forgotten = new ArrayList<Store>(1);
    entries.computeIfPresent(
        storeId,
        (id, entry) -> {
          if (entry.idleNanos() < nanos) {
            return entry;
          }
          forgotten.add(entry.store);
          return null;
        });
    config.telemetry().listener().openStoresChanged(-forgotten.size());
    forgotten.forEach(Store::close);
  }

  int size() {
    return entries.size();
  }

  /// Ends what runs for the stores, and waits for it.
  @Override
  public void close() {
    closed = true;
    entries.values().forEach(entry -> entry.store.close());
  }
}
