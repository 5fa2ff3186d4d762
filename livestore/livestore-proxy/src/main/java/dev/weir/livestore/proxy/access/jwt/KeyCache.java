package dev.weir.livestore.proxy.access.jwt;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The keys that were read last. They are read again when they are old, and when a token names one
/// that is not among them, as it does after a rotation; once at a time, and not often. Each time on
/// a thread of its own: anybody can send a token of a made-up key and hang up, and must not end
/// what others wait for.
final class KeyCache {
  private static final System.Logger LOG = System.getLogger(KeyCache.class.getName());
  private static final long LONGEST_WAIT_SECONDS = 10;

  private final KeyReader reader;
  private final KeyTimes times;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  /// The last read, perhaps under way. Guarded by the lock.
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);

  private volatile @Nullable Read last;
  private volatile @Nullable Attempt attempt;

  private record Read(List<JWK> keys, long at) {}

  private record Attempt(long at, boolean failed) {}

  KeyCache(KeyReader reader, KeyTimes times, LongSupplier nanoTime) {
    this.reader = reader;
    this.times = times;
    this.nanoTime = nanoTime;
  }

  /// Reads the keys for the first time.
  ///
  /// @throws IOException if they cannot be read; they are read when they are needed then
  void open() throws IOException {
    attempt = new Attempt(nanoTime.getAsLong(), true);
    List<JWK> keys = reader.read();
    last = new Read(keys, nanoTime.getAsLong());
    attempt = new Attempt(nanoTime.getAsLong(), false);
  }

  /// The keys that may have signed what has this header; none if there is no such key.
  ///
  /// @throws AccessDeniedException if there may be one that cannot be had now
  List<JWK> matching(JWSHeader header) throws InterruptedException {
    Optional<Read> seen = known();
    if (seen.filter(this::isFresh).isEmpty()) {
      // Whoever can go on with the old keys does not wait for somebody who reads new ones.
      readAgain(seen, seen.filter(this::isUsable).isPresent() ? 0 : LONGEST_WAIT_SECONDS);
      seen = known();
    }
    List<JWK> keys = select(seen.filter(this::isUsable), header);
    if (keys.isEmpty()) {
      readAgain(seen, LONGEST_WAIT_SECONDS);
      keys = select(known().filter(this::isUsable), header);
    }
    if (keys.isEmpty() && lastAttemptFailed()) {
      throw AccessDeniedException.unavailable();
    }
    return keys;
  }

  private Optional<Read> known() {
    return Optional.ofNullable(last);
  }

  private boolean isFresh(Read read) {
    return isYounger(read.at(), times.fresh().toNanos());
  }

  private boolean isUsable(Read read) {
    return isYounger(read.at(), times.fresh().plus(times.outage()).toNanos());
  }

  private boolean isYounger(long at, long nanos) {
    return nanoTime.getAsLong() - at < nanos;
  }

  private boolean mayAsk() {
    return Optional.ofNullable(attempt)
        .filter(last -> isYounger(last.at(), times.retry().toNanos()))
        .isEmpty();
  }

  private boolean lastAttemptFailed() {
    return Optional.ofNullable(attempt).filter(Attempt::failed).isPresent();
  }

  private static List<JWK> select(Optional<Read> read, JWSHeader header) {
    return read.map(Read::keys).orElse(List.of()).stream()
        .filter(key -> KeyMatch.fits(key, header))
        .toList();
  }

  /// Waits for the read that is under way, or begins one, unless somebody else has read other keys
  /// than `seen` meanwhile, or it is too early. Whoever begins one waits for it.
  private void readAgain(Optional<Read> seen, long waitSeconds) throws InterruptedException {
    long seconds = waitSeconds;
    CompletableFuture<Void> awaited;
    lock.lock();
    try {
      if (reading.isDone() && known().equals(seen) && mayAsk()) {
        reading = CompletableFuture.runAsync(this::read, KeyCache::start);
        seconds = LONGEST_WAIT_SECONDS;
      }
      awaited = reading;
    } finally {
      lock.unlock();
    }
    await(awaited, seconds);
  }

  private static void start(Runnable read) {
    Thread.ofVirtual().name("weir-jwt-keys").start(read);
  }

  private void read() {
    try {
      open();
    } catch (Throwable e) { // whatever it is, those who wait go on with what is known
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "the keys of tokens cannot be read from "
                  + reader.source()
                  + ": "
                  + e.getMessage()
                  + (known().isPresent() ? ". Those read before go on for a while" : ""));
    }
  }

  private static void await(CompletableFuture<Void> read, long seconds)
      throws InterruptedException {
    try {
      read.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (TimeoutException e) {
      // What is known decides.
    }
  }
}
