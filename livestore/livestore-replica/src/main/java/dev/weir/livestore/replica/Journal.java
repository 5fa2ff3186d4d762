package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PulledEvent;
import java.util.List;
import java.util.Optional;

/// What a replica must not lose: the backend's log as far as it was pulled, and its own events
/// behind that. Written by one thread; each call happens as a whole or not at all, and survives the
/// process when it returns. It survives a loss of power as well, except that the last calls of
/// `confirm` may be taken back, if they are behind all others. All throw [ReplicaStorageException].
///
/// Pending events are kept without numbers: theirs are those behind the log's last. So a rebase
/// changes nothing that is stored, and no crash can leave log, head and pending events disagreeing.
interface Journal extends AutoCloseable {
  Author author();

  /// What is stored.
  Recovered recover();

  /// What a journal holds beside the log.
  ///
  /// @param head the log's last event, with what its backend delivered with it
  /// @param pending oldest first
  /// @param rebaseGeneration the greatest that an event of this replica had
  record Recovered(Optional<PullCursor> head, List<NewEvent> pending, int rebaseGeneration) {}

  /// Adds pending events.
  void append(List<NewEvent> events);

  /// Adds events of the backend's log.
  ///
  /// @param ownConfirmed how many of the oldest pending events are among them, and pending no more
  void confirm(List<PulledEvent> events, int ownConfirmed, int rebaseGeneration);

  /// Forgets the oldest pending event.
  void dropFirstPending(int rebaseGeneration);

  /// How far the subscription of that name has come.
  EventSeqNum checkpoint(String subscription);

  void saveCheckpoint(String subscription, EventSeqNum reached);

  /// For one reading thread, which closes it.
  LogReader reader();

  @Override
  void close();
}
