package dev.weir.livestore.proxy;

/// Told what a proxy does, as it happens, to measure it. Every method does nothing unless it is
/// overridden.
///
/// Called on the threads that serve clients, by many at once: an implementation returns at once and
/// throws nothing. Nothing here names a store or a client, as there may be any number of them.
public interface ProxyListener {
  /// Hears nothing.
  ProxyListener NONE = new ProxyListener() {};

  /// A push was accepted, or is behind; also where its client has gone meanwhile, or S2 took so
  /// long that it was refused.
  ///
  /// @param events in the push, those stored before included
  /// @param bytes of its body
  /// @param nanos from its arrival to its decision, delays included
  default void pushDecided(PushDecision decision, int events, long bytes, long nanos) {}

  /// A push was refused.
  default void pushRefused(Refusal why) {}

  /// A pull was refused, after the time that refusals are held back.
  default void pullRefused(Refusal why) {}

  /// A push waits, because there were more than is allowed at a time.
  default void pushDelayed(long nanos) {}

  /// A pull waits, because its client or its store has as many as are allowed.
  default void pullDelayed() {}

  /// S2 acknowledged an append.
  ///
  /// @param nanos from the call to the acknowledgement
  default void appended(int events, long meteredBytes, long nanos) {}

  /// S2 refused an append, because another proxy's came first.
  default void appendOvertaken() {}

  /// The number of live pulls that are held changed.
  default void livePullsChanged(int by) {}

  /// The number of read sessions on S2 that feed live pulls changed.
  default void upstreamSessionsChanged(int by) {}

  /// The number of stores that are remembered changed.
  default void openStoresChanged(int by) {}

  /// The connection took a page of a live pull.
  default void livePageSent(int events, long bytes) {}

  /// The connection took a live page with an event that came through this proxy.
  ///
  /// @param nanos since S2 acknowledged the oldest such event of the page; 0 if it has not yet, as
  ///   readers may be ahead of it
  default void delivered(long nanos) {}

  /// The connection took a page of a pull that is not live.
  default void catchUpPageSent(int events, long bytes) {}
}
