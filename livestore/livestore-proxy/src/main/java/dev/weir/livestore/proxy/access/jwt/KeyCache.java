package dev.weir.livestore.proxy.access.jwt;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The keys that were read last. They are read again when they are old, and when a token names one
/// that is not among them, as it does after a rotation; by one caller at a time, and not often.
final class KeyCache {
  private static final System.Logger LOG = System.getLogger(KeyCache.class.getName());
  private static final long LONGEST_WAIT_SECONDS = 10;

  private final KeyReader reader;
  private final KeyTimes times;
  private final LongSupplier nanoTime;
  private final ReentrantLock reading = new ReentrantLock();
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

  /// Unless somebody else has read other keys than `seen` meanwhile, or it is too early.
  private void readAgain(Optional<Read> seen, long waitSeconds) throws InterruptedException {
    if (!reading.tryLock(waitSeconds, TimeUnit.SECONDS)) {
      return;
    }
    try {
      if (known().equals(seen) && mayAsk()) {
        open();
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "the keys of tokens cannot be read from "
                  + reader.source()
                  + ": "
                  + e.getMessage()
                  + (known().isPresent() ? ". Those read before go on for a while" : ""));
    } finally {
      reading.unlock();
    }
  }
}
