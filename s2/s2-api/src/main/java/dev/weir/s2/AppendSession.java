package dev.weir.s2;

import java.util.concurrent.CompletableFuture;

/// An open, pipelined append to one stream: batches are appended in the order they are submitted,
/// and acknowledged in that order. Thread-safe; the order of concurrent submits is the order in
/// which they get hold of the session.
///
/// The first failure ends the session: its batch and all behind it fail with the same exception,
/// and none behind it is appended. What the session throws from then on has that exception as its
/// cause. Every future has ended once [#close()] or [#abort()] returns.
public interface AppendSession extends AutoCloseable {
  /// Submits a batch. Waits while more than the session's limit is unacknowledged.
  ///
  /// @return ends when the batch is durable, or fails with the [S2Exception] that ended the
  ///   session; to cancel it changes nothing
  /// @throws S2Exception what ended the session, if it has failed
  /// @throws IllegalStateException if the session is closed
  CompletableFuture<AppendAck> submit(AppendInput input);

  /// Takes no more batches, waits until each is acknowledged, and ends the session. May be called
  /// twice.
  ///
  /// @throws S2Exception what ended the session, if it failed
  @Override
  void close();

  /// Ends the session now. Batches that are not acknowledged fail with an
  /// [OutcomeUnknownException]. May be called at any time, also while another thread submits or
  /// closes.
  void abort();
}
