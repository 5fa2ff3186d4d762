package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.util.List;

/// Reads the confirmed log while it grows.
interface LogReader extends AutoCloseable {
  /// Roughly how much text one read may give.
  int MAX_READ_CHARS = 4 << 20;

  /// The events behind `after`, oldest first; at most `max`, and fewer if they are large, but one
  /// at least if there is one.
  ///
  /// @throws ReplicaStorageException if the file cannot be read
  List<EncodedEvent> read(EventSeqNum after, int max);

  @Override
  void close();
}
