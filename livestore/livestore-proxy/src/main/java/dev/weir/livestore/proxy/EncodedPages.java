package dev.weir.livestore.proxy;

import java.util.Optional;

/// The bytes of a store's newest page. All live pulls that wait at one place get the same page, so
/// it is encoded once.
final class EncodedPages {
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record Encoded(EventPage page, byte[] bytes) {}

  private volatile Optional<Encoded> newest = Optional.empty();

  byte[] encode(EventPage page) {
    Optional<Encoded> known = newest.filter(encoded -> encoded.page().equals(page));
    if (known.isPresent()) {
      return known.get().bytes();
    }
    byte[] bytes = SsePages.batch(page.events(), page.tail());
    newest = Optional.of(new Encoded(page, bytes));
    return bytes;
  }

  void clear() {
    newest = Optional.empty();
  }
}
