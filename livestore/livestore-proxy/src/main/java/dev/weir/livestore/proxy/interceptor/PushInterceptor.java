package dev.weir.livestore.proxy.interceptor;

/// What an application has to say about pushes: it can inspect, reject and observe each.
///
/// Both methods are called on a virtual thread, by many at once, and may block: for a while, after
/// which the thread is interrupted. Several interceptors are asked in their order, and the first
/// that rejects ends it; they are told in the reverse order.
///
/// A stock client repeats a rejected push for ever, at intervals of up to 30 s, and sends nothing
/// else of that store meanwhile: what its user does stays on that device. So reject what no honest
/// client sends, and let the application's own events carry what business says no to.
public interface PushInterceptor {
  /// Says whether a push may be stored. A client that pushes the same again is asked about again.
  ///
  /// Where this throws, or takes too long, the push is refused as if the store were unavailable:
  /// nothing is stored, and the client tries again.
  default Verdict before(InterceptedPush push) throws InterruptedException {
    return Verdict.accept();
  }

  /// Tells what became of a push that every interceptor accepted, also where its client has gone.
  /// Whoever still waits is told afterwards, unless S2 does not answer in time: such a client is
  /// told to push again, and this is called once S2 has answered. Called once a push, at most: a
  /// crash comes in between. What this throws is logged, and changes nothing for the client.
  default void after(InterceptedPush push, PushEnding ending) throws InterruptedException {}
}
