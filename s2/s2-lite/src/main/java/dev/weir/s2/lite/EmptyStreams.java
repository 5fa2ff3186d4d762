package dev.weir.s2.lite;

import dev.weir.s2.StreamConfig;
import java.io.IOException;
import java.util.Map;

/// Deletes streams that have been empty for as long as their configuration says. All is looked at
/// anew when the time has come: what was put down earlier may be about a configuration that is no
/// more. Every later append, trim or change has put down a look of its own.
final class EmptyStreams {
  private final Reads reads;
  private final Committer committer;
  private final Catalog catalog;
  private final Time time;

  EmptyStreams(Reads reads, Committer committer, Catalog catalog, Time time) {
    this.reads = reads;
    this.committer = committer;
    this.catalog = catalog;
    this.time = time;
  }

  /// Deletes the stream if it may go, and removes the entry.
  ///
  /// @param lease closed by this
  void check(ActiveStreams.Lease lease, Due due) {
    ActiveStream stream = lease.stream();
    boolean goes;
    StreamState state;
    try {
      state = stream.durable();
      goes = isOldEnough(stream.config(), state) && isEmpty(stream, state);
    } catch (Throwable e) {
      lease.close();
      throw e;
    }
    if (goes) {
      catalog.deleteUntouched(lease, state, config -> isOldEnough(config, state));
    } else {
      lease.close();
    }
    committer.change(
        "the look at " + due.stream(),
        staging -> {
          staging.mutations().delete(due.key());
          return true;
        });
  }

  private boolean isOldEnough(StreamConfig config, StreamState state) {
    long minAgeSeconds = config.deleteOnEmptyMinAgeSecs().orElse(0);
    long at = Retention.after(minAgeSeconds, state.writtenAtMillis());
    return minAgeSeconds != 0 && Long.compareUnsigned(at, time.epochMillis()) <= 0;
  }

  private boolean isEmpty(ActiveStream stream, StreamState state) {
    long now = time.epochMillis();
    return reads.call(stream.key(), storage -> isEmpty(storage, stream, state, now));
  }

  private static boolean isEmpty(
      Storage storage, ActiveStream stream, StreamState state, long nowMillis) throws IOException {
    long first = Math.max(state.trimPoint(), stream.firstRow());
    long id = stream.id();
    byte[] from =
        storage
            .floor(Keys.row(id, first), Keys.row(id, stream.firstRow()))
            .map(Map.Entry::getKey)
            .orElse(Keys.row(id, first));
    boolean[] empty = {true};
    storage.scan(
        from,
        Keys.row(id, state.nextSeqNum()),
        (key, row) -> {
          boolean isGone = BatchRow.isGap(row) || BatchRow.isExpired(row, nowMillis);
          empty[0] = isGone || Keys.seqNumOfRow(key) + BatchRow.count(row) <= first;
          return empty[0];
        });
    return empty[0];
  }
}
