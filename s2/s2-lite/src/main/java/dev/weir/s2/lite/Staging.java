package dev.weir.s2.lite;

import dev.weir.s2.BasinName;
import dev.weir.s2.MetricInterval;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The group being put together: what the storage holds, and the changes on the way into it.
final class Staging {
  private final Storage storage;
  private final Mutations mutations = new Mutations();
  private final Map<ByteBuffer, Optional<byte[]>> metadata = new HashMap<>();
  private final Map<Long, StreamState> tails = new HashMap<>();
  private final List<Runnable> afterCommit = new ArrayList<>();

  private final StoredBytes stored;
  private final Map<Series, Long> storedDeltas = new HashMap<>();

  Staging(Storage storage, StoredBytes stored) {
    this.storage = storage;
    this.stored = stored;
  }

  /// Counts metered bytes that a stream gets, or loses if they are negative.
  void stored(ActiveStream stream, long meteredBytes) {
    if (meteredBytes == 0) {
      return;
    }
    storedDeltas.merge(Series.ofStream(stream.id()), meteredBytes, Long::sum);
    storedDeltas.merge(Series.of(stream.key().basin()), meteredBytes, Long::sum);
  }

  /// Counts that all of a stream goes, and its history with it.
  void deleteStored(ActiveStream stream) {
    Series series = Series.ofStream(stream.id());
    Long pending = storedDeltas.remove(series);
    long total = stored.total(series) + (pending == null ? 0 : pending);
    storedDeltas.merge(Series.of(stream.key().basin()), -total, Long::sum);
    forget(series);
  }

  /// Stages the end of all usage of a basin.
  void deleteUsage(BasinName basin) {
    Series series = Series.of(basin);
    storedDeltas.remove(series);
    forget(series);
    for (MetricInterval interval : MetricInterval.values()) {
      byte[] counters = UsageKeys.countersOf(interval, basin.value());
      mutations.deleteRange(counters, Keys.afterPrefix(counters));
    }
  }

  private void forget(Series series) {
    stored.remove(series);
    mutations.delete(UsageKeys.total(series));
    for (MetricInterval interval : MetricInterval.values()) {
      byte[] samples = UsageKeys.samples(interval, series);
      mutations.deleteRange(samples, UsageKeys.at(samples, -1));
    }
  }

  /// Whose stored bytes have changed since the last call, and what they are, as staged so far.
  Map<Series, Long> takeStored() {
    var totals = new HashMap<Series, Long>();
    for (Series series : stored.takeChanged()) {
      totals.put(series, stored.total(series));
    }
    return totals;
  }

  Mutations mutations() {
    return mutations;
  }

  /// Has `action` run on the commit thread once the change that is being decided is durable, before
  /// its caller is answered.
  void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /// What was asked for since the last call.
  List<Runnable> takeAfterCommit() {
    List<Runnable> taken = List.copyOf(afterCommit);
    afterCommit.clear();
    return taken;
  }

  /// Stages a row of basins, streams or access tokens.
  void put(byte[] key, byte[] row) {
    mutations.put(key, row);
    metadata.put(ByteBuffer.wrap(key), Optional.of(row));
  }

  /// Stages the deletion of a row of basins, streams or access tokens.
  void delete(byte[] key) {
    mutations.delete(key);
    metadata.put(ByteBuffer.wrap(key), Optional.empty());
  }

  /// Stages a stream's state. Only the last of a group is written.
  void tail(long streamId, StreamState state) {
    tails.put(streamId, state);
  }

  /// Stages the end of a stream's state.
  void deleteTail(long streamId) {
    tails.remove(streamId);
    mutations.delete(Keys.tail(streamId));
  }

  /// All that was staged.
  Mutations whole() {
    stored.stage(storedDeltas, mutations);
    storedDeltas.clear();
    tails.forEach((id, state) -> mutations.put(Keys.tail(id), state.encode()));
    tails.clear();
    return mutations;
  }

  /// The row as it will be once what is staged so far is committed.
  Optional<byte[]> row(byte[] key) throws IOException {
    Optional<byte[]> staged = metadata.get(ByteBuffer.wrap(key));
    return staged == null ? storage.get(key) : staged;
  }

  Optional<BasinRow> basin(String name) throws IOException {
    Optional<byte[]> row = row(Keys.basin(name));
    return row.isEmpty() ? Optional.empty() : Optional.of(BasinRow.decode(row.get()));
  }

  Optional<StreamRow> stream(StreamKey key) throws IOException {
    Optional<byte[]> row = row(Keys.stream(key));
    return row.isEmpty() ? Optional.empty() : Optional.of(StreamRow.decode(row.get()));
  }
}
