package dev.weir.s2.lite;

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

  Staging(Storage storage) {
    this.storage = storage;
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
