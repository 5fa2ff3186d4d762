package dev.weir.livestore.sync.backend;

import java.util.Optional;

/// Events under way from a backend. Used by one thread; [#close] may be called by any.
public interface Pull extends AutoCloseable {
  /// Waits for the next page.
  ///
  /// The first page may be empty: it then says that there is nothing for this client now. Another
  /// is only where more was announced and nothing of it is for this client.
  ///
  /// @return empty once a pull that is not live is over, or this pull was closed
  /// @throws SyncException if it cannot go on; the pull is over then
  Optional<PullPage> next() throws InterruptedException;

  /// Ends the pull, and has a waiting [#next] return.
  @Override
  void close();
}
