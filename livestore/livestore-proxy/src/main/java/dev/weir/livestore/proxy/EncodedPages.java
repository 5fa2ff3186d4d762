package dev.weir.livestore.proxy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// The encoded live pages of one log in its present state, by the place that they begin at. Most
/// live pulls wait at the tail and get the same page; those that were on their way when the last
/// event came are a few places behind, and share theirs. Each is encoded once. Thread-safe.
final class EncodedPages {
  private static final int MAX_PAGES = 64;
  private static final int MAX_BYTES = 1 << 20;

  private static final class Generation {
    final long tail;
    final Map<PullPosition, EncodedPage> pages = new ConcurrentHashMap<>();
    final AtomicLong bytes = new AtomicLong();

    Generation(long tail) {
      this.tail = tail;
    }

    boolean isFull() {
      return pages.size() >= MAX_PAGES || bytes.get() >= MAX_BYTES;
    }

    EncodedPage encode(EventPage page) {
      EncodedPage encoded = EncodedPage.of(page);
      bytes.addAndGet(encoded.size());
      return encoded;
    }
  }

  private final AtomicReference<Generation> newest = new AtomicReference<>(new Generation(0));

  /// The page behind `from`, if it was encoded when the log had been folded up to `tail` or
  /// further.
  Optional<EncodedPage> find(PullPosition from, long tail) {
    Generation generation = newest.get();
    return generation.tail < tail
        ? Optional.empty()
        : Optional.ofNullable(generation.pages.get(from));
  }

  /// Encodes a page behind `from`, unless somebody has.
  ///
  /// @param tail up to which the log had been folded at least when the page was taken from it
  EncodedPage encode(PullPosition from, long tail, EventPage page) {
    Generation generation =
        newest.updateAndGet(known -> known.tail < tail ? new Generation(tail) : known);
    return generation.isFull()
        ? EncodedPage.of(page)
        : generation.pages.computeIfAbsent(from, place -> generation.encode(page));
  }

  void clear() {
    newest.updateAndGet(known -> new Generation(known.tail));
  }
}
