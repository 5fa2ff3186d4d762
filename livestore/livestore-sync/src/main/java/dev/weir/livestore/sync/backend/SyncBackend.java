package dev.weir.livestore.sync.backend;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import java.util.List;
import java.util.Optional;

/// The log of one store, as its clients see it (LiveStore's `SyncBackend`). Thread-safe; calls
/// block, and belong on virtual threads.
///
/// All calls throw a [SyncException] that says what kind of trouble it is.
public interface SyncBackend extends AutoCloseable {
  /// Makes sure that the backend can be reached. Not needed before other calls.
  ///
  /// @throws OfflineException if it cannot
  /// @throws UnauthorizedException if it does not let this client in
  void connect() throws InterruptedException;

  /// The events behind `cursor`, all of them in order and none twice, however often the connection
  /// breaks. Nothing is asked of the backend before the first [Pull#next].
  ///
  /// @param cursor the last event that the client has; empty if it has none
  Pull pull(Optional<PullCursor> cursor, PullMode mode);

  /// Appends events to the store's log, all of them or, where the backend takes them in parts,
  /// those of the first parts. Pushing events again that are stored already does no harm with a
  /// backend that recognises them.
  ///
  /// @param batch a chain; none is accepted at once
  /// @throws OfflineException if the backend did not answer; whether the events are stored is
  ///   unknown
  /// @throws PushRejectedException if the backend will never take them
  PushResult push(List<EncodedEvent> batch) throws InterruptedException;

  /// Asks whether the backend is there.
  ///
  /// @throws OfflineException if not
  void ping() throws InterruptedException;

  /// Whether the backend could be reached lately.
  Connectivity connectivity();

  /// What this backend is, for people.
  BackendInfo info();

  /// Ends all pulls and what runs in the background.
  @Override
  void close();
}
