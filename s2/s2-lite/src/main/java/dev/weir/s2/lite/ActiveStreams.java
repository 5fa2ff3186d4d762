package dev.weir.s2.lite;

import dev.weir.s2.StreamConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The streams in use. A stream is loaded by whoever asks first, shared by all who hold a lease,
/// and leaves memory when it has had no lease for a while. There is never more than one
/// [ActiveStream] of a stream in use, because an entry with a lease stays, and so does one that is
/// being loaded, whoever gives up waiting for it.
final class ActiveStreams {
  /// A hold on a stream. Close once.
  record Lease(ActiveStream stream, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  /// Beyond so many, unused ones do not wait until they have been idle for long: memory is bounded
  /// whatever the number of streams.
  static final int MOST_UNUSED = 16_384;

  private static final Duration HARDLY_IDLE = Duration.ofSeconds(1);

  private static final class Entry {
    private final CompletableFuture<Optional<ActiveStream>> loaded = new CompletableFuture<>();
    private int leases; // changed only inside the map's compute of its key
    private long idleSinceNanos;
    private volatile Optional<StreamConfig> config = Optional.empty(); // newer than what was loaded

    /// Under a lock, so that of two changes during a load the later one is what stays.
    synchronized void reconfigure(ActiveStream stream) {
      config.ifPresent(stream::reconfigure);
    }
  }

  private final ConcurrentHashMap<StreamKey, Entry> entries = new ConcurrentHashMap<>();
  private final Time time;
  private final Duration idleAfter;
  private final Function<StreamKey, CompletableFuture<Optional<ActiveStream>>> loader;
  private final S2LiteListener listener;
  private volatile long crowdedAt = MOST_UNUSED;
  private volatile Runnable crowded = () -> {};

  /// @param loader starts to load a stream, whether or not its caller is interrupted; its result is
  ///   empty if the stream does not exist
  ActiveStreams(
      Time time,
      Duration idleAfter,
      Function<StreamKey, CompletableFuture<Optional<ActiveStream>>> loader,
      S2LiteListener listener) {
    this.time = time;
    this.idleAfter = idleAfter;
    this.loader = loader;
    this.listener = listener;
  }

  /// @param crowded asks for a sweep soon; must not block
  void onCrowd(Runnable crowded) {
    this.crowded = crowded;
  }

  /// A lease on the stream, or empty if it does not exist.
  Optional<Lease> acquire(StreamKey key) {
    while (true) {
      var mine = new Entry();
      Entry entry = retain(key, mine);
      Optional<ActiveStream> stream = Optional.empty();
      try {
        if (entry == mine) {
          load(key, entry);
        }
        stream = Waiting.await("a read of " + key, entry.loaded);
      } finally {
        if (stream.isEmpty()) {
          // No more than that: this caller may have been interrupted, and others still wait.
          release(key, entry);
        }
      }
      if (stream.isPresent()) {
        return Optional.of(new Lease(stream.get(), () -> release(key, entry)));
      }
      if (entry == mine) {
        return Optional.empty();
      }
      // Somebody else's look may be older than this call, and the stream created since: look anew.
    }
  }

  private void load(StreamKey key, Entry entry) {
    CompletableFuture<Optional<ActiveStream>> loading;
    try {
      loading = loader.apply(key);
    } catch (Throwable e) {
      loading = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<?> unused =
        loading.whenComplete((stream, failure) -> {
          if (failure == null && stream.isPresent()) {
            listener.activeStreams(entries.size());
            entry.loaded.complete(stream);
            if (entries.mappingCount() > crowdedAt) {
              crowded.run();
            }
            return;
          }
          // Gone before anybody is told, so that whoever looks anew loads anew.
          entries.remove(key, entry);
          if (failure == null) {
            entry.loaded.complete(stream);
          } else {
            entry.loaded.completeExceptionally(failure);
          }
        });
  }

  private Entry retain(StreamKey key, Entry fresh) {
    return entries.compute(
        key,
        (k, present) -> {
          Entry entry = present == null ? fresh : present;
          entry.leases++;
          return entry;
        });
  }

  private void release(StreamKey key, Entry entry) {
    entries.compute(
        key,
        (k, present) -> {
          entry.leases--;
          entry.idleSinceNanos = time.nanos();
          return present;
        });
  }

  /// Forgets a stream that was deleted. Those who hold it find out from its log.
  void remove(ActiveStream stream) {
    entries.computeIfPresent(stream.key(), (k, entry) -> holds(entry, stream) ? null : entry);
    listener.activeStreams(entries.size());
  }

  /// Drops the streams that were loaded before the storage was opened anew, those too that are just
  /// being loaded. Whoever uses them is told.
  void dropSuperseded() {
    entries.forEach((key, entry) -> {
      CompletableFuture<?> unused =
          entry.loaded.thenAccept(loaded ->
              loaded
                  .filter(ActiveStream::isSuperseded)
                  .ifPresent(stream -> {
                    entries.remove(key, entry);
                    stream.supersede();
                  }));
    });
    listener.activeStreams(entries.size());
  }

  /// Gives the stream its new configuration, if it is in use or about to be.
  void reconfigure(StreamKey key, StreamConfig config) {
    Entry entry = entries.get(key);
    if (entry != null) {
      entry.config = Optional.of(config);
      CompletableFuture<?> unused =
          entry.loaded.thenAccept(stream -> stream.ifPresent(entry::reconfigure));
    }
  }

  /// Lets go of what nobody has used for a while; of more, while there is too much.
  void sweep() {
    sweep(idleAfter);
    if (isCrowded()) {
      sweep(HARDLY_IDLE);
    }
    if (isCrowded()) {
      sweep(Duration.ZERO);
    }
    // Those in use stay: with many of them a sweep must not come at every load.
    crowdedAt = Math.max(MOST_UNUSED, 2 * entries.mappingCount());
    listener.activeStreams(entries.size());
  }

  private boolean isCrowded() {
    return entries.mappingCount() > MOST_UNUSED;
  }

  private void sweep(Duration idleAfter) {
    long now = time.nanos();
    entries.forEach((key, seen) ->
        entries.computeIfPresent(
            key,
            (k, entry) -> {
              if (!isIdle(entry, now, idleAfter)) {
                return entry;
              }
              entry.loaded.join().ifPresent(stream -> stream.log().retire());
              return null;
            }));
  }

  private static boolean isIdle(Entry entry, long nowNanos, Duration idleAfter) {
    return entry.leases == 0
        && entry.loaded.isDone()
        && nowNanos - entry.idleSinceNanos >= idleAfter.toNanos();
  }

  void forEach(Consumer<ActiveStream> action) {
    entries.forEach((key, entry) -> {
      if (entry.loaded.isDone() && !entry.loaded.isCompletedExceptionally()) {
        entry.loaded.join().ifPresent(action);
      }
    });
  }

  int size() {
    return entries.size();
  }

  private static boolean holds(Entry entry, ActiveStream stream) {
    return entry.loaded.isDone()
        && !entry.loaded.isCompletedExceptionally()
        && entry.loaded.join().filter(s -> s == stream).isPresent();
  }
}
