package dev.weir.livestore.replica;

/// What a subscriber does with events.
@FunctionalInterface
public interface EventHandler {
  /// Deals with a page. If this throws, the same events come again, after a pause.
  void handle(EventPage page) throws Exception;
}
