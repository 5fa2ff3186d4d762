package dev.weir.s2.lite;

import dev.weir.s2.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The access tokens that were asked for most recently, by the hash of their secret.
///
/// A revoked token must not come back: a reader may hold a row that it read before the revocation.
/// So each revocation starts a new era, and a row of an earlier era is not taken in.
final class TokenCache {
  private static final int MAX_TOKENS = 4096;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Bytes, AccessTokenRow> rows =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, AccessTokenRow> eldest) {
          return size() > MAX_TOKENS;
        }
      };
  private long era;

  Optional<AccessTokenRow> get(Bytes hash) {
    lock.lock();
    try {
      return Optional.ofNullable(rows.get(hash));
    } finally {
      lock.unlock();
    }
  }

  /// To be asked before a row is read that shall be put.
  long era() {
    lock.lock();
    try {
      return era;
    } finally {
      lock.unlock();
    }
  }

  void put(AccessTokenRow row, long readInEra) {
    lock.lock();
    try {
      if (readInEra == era) {
        rows.put(row.hash(), row);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Forgets all, because the storage may hold something else than was thought.
  void clear() {
    lock.lock();
    try {
      era++;
      rows.clear();
    } finally {
      lock.unlock();
    }
  }

  void revoke(Bytes hash) {
    lock.lock();
    try {
      era++;
      rows.remove(hash);
    } finally {
      lock.unlock();
    }
  }
}
