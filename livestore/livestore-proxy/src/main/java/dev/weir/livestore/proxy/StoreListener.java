package dev.weir.livestore.proxy;

import java.util.Optional;

/// Told what happens to each store, as it happens, to show it to an operator. Every method does
/// nothing unless it is overridden.
///
/// Called on the threads that serve clients, by many at once: an implementation returns at once and
/// throws nothing. There may be any number of stores, and clients that are refused choose the names
/// they send, so an implementation bounds what it keeps.
public interface StoreListener {
  /// Hears nothing.
  StoreListener NONE = new StoreListener() {};

  /// A push was decided or refused. One that S2 leaves undecided for too long is refused, and told
  /// of again should it be decided after all.
  default void pushEnded(PushReport push) {}

  /// A pull was refused.
  ///
  /// @param storeId as the client named it; empty where it named none
  /// @param message what the client is told
  default void pullRefused(Optional<String> storeId, Refusal why, String message) {}

  /// The number of live pulls that are held of one store changed.
  default void livePullsChanged(String storeId, int by) {}

  /// The connection took a live page with an event that came through this proxy.
  ///
  /// @param nanos since S2 acknowledged the oldest such event of the page; 0 if it has not yet
  default void delivered(String storeId, long nanos) {}
}
