package dev.weir.s2.lite;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.Provisioned.Outcome;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamReconfiguration;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// The basins and streams: what there is, and changes to it. Changes are decided on the commit
/// thread, one after the other, so none of them can race another.
final class Catalog {
  private final Committer committer;
  private final Reads reads;
  private final Time time;
  private final ActiveStreams active;
  private long nextStreamId; // of the commit thread, once that runs

  Catalog(Committer committer, Reads reads, Time time, ActiveStreams active, long nextStreamId) {
    this.committer = committer;
    this.reads = reads;
    this.time = time;
    this.active = active;
    this.nextStreamId = nextStreamId;
  }

  static long readNextStreamId(Storage storage) throws IOException {
    Optional<byte[]> row = storage.get(Keys.NEXT_STREAM_ID);
    return row.isEmpty() ? 1 : new RowReader(row.get()).u64();
  }

  Provisioned<BasinInfo> provision(BasinName name, BasinConfig config, Provisioning how) {
    committer.room().require("the creation of " + describe(name));
    return committer.change(
        "the creation of " + describe(name), staging -> decide(staging, name, config, how));
  }

  Provisioned<StreamInfo> provision(StreamKey key, StreamConfig config, Provisioning how) {
    committer.room().require("the creation of " + key);
    return committer.change("the creation of " + key, staging -> decide(staging, key, config, how));
  }

  /// Changes a basin's configuration, and tells the one afterwards.
  BasinConfig reconfigure(BasinName name, BasinReconfiguration change) {
    return committer.change(
        "the change of " + describe(name),
        staging -> {
          BasinRow row = live(staging, name);
          BasinConfig changed = change.applyTo(row.config());
          if (!changed.equals(row.config())) {
            staging.put(Keys.basin(name.value()), row.withConfig(changed).encode());
          }
          return changed;
        });
  }

  /// Changes a stream's configuration, and tells the one afterwards. What is cleared falls to the
  /// basin's default as it is now.
  StreamConfig reconfigure(StreamKey key, StreamReconfiguration change) {
    return committer.change(
        "the change of " + key,
        staging -> {
          BasinRow basin = live(staging, key.basin());
          StreamRow row = staging.stream(key).orElseThrow(key::notFound);
          StreamConfig changed =
              change.applyTo(row.config()).resolve(basin.config().defaultStreamConfig());
          if (!changed.equals(row.config())) {
            replaceConfig(staging, key, row, changed);
          }
          return changed;
        });
  }

  private void replaceConfig(Staging staging, StreamKey key, StreamRow row, StreamConfig config) {
    staging.put(Keys.stream(key), row.withConfig(config).encode());
    StreamDeadlines.askForEmptiness(staging.mutations(), key, row.id(), config, time.epochMillis());
    staging.afterCommit(() -> active.reconfigure(key, config));
  }

  /// The basin, which must exist and not be in deletion.
  private static BasinRow live(Staging staging, BasinName name) throws IOException {
    BasinRow row = staging.basin(name.value()).orElseThrow(() -> notFound(name));
    if (row.deletedAt().isPresent()) {
      throw deletionPending(name);
    }
    return row;
  }

  Optional<BasinRow> basin(BasinName name) {
    return reads.call(
        describe(name),
        storage -> {
          Optional<byte[]> row = storage.get(Keys.basin(name.value()));
          return row.isEmpty() ? Optional.empty() : Optional.of(BasinRow.decode(row.get()));
        });
  }

  BasinConfig basinConfig(BasinName name) {
    return basin(name).orElseThrow(() -> notFound(name)).config();
  }

  StreamConfig streamConfig(StreamKey key) {
    return reads.call(
        key,
        storage ->
            StreamRow.decode(storage.get(Keys.stream(key)).orElseThrow(key::notFound)).config());
  }

  Page<BasinInfo> listBasins(ListRequest request) {
    byte[] table = Keys.basin("");
    return Listing.of(
        reads,
        "the basins",
        table,
        request.requireBasinBounds(),
        (name, row) -> BasinRow.decode(row).info(new BasinName(name)));
  }

  Page<StreamInfo> listStreams(BasinName basin, ListRequest request) {
    ListRequest checked = request.requireStreamBounds();
    if (basin(basin).isEmpty()) {
      throw notFound(basin);
    }
    return Listing.of(
        reads,
        "the streams of " + describe(basin),
        Keys.streamsOf(basin.value()),
        checked,
        (name, row) -> StreamRow.decode(row).info(new StreamName(name)));
  }

  /// Marks the basin, so that nothing new is created in it. Its streams go one by one, later.
  ///
  /// @return whether it was not marked before
  boolean markDeleted(BasinName name) {
    return committer.change(
        "the deletion of " + describe(name),
        staging -> {
          BasinRow row = staging.basin(name.value()).orElseThrow(() -> notFound(name));
          if (row.deletedAt().isPresent()) {
            return false;
          }
          staging.put(Keys.basin(name.value()), row.deletedAt(now()).encode());
          return true;
        });
  }

  boolean isInDeletion(BasinName name) {
    return basin(name).filter(row -> row.deletedAt().isPresent()).isPresent();
  }

  /// Removes a marked basin that holds no stream any more. One that is not marked is another one,
  /// created since under the same name, and stays.
  void removeBasin(BasinName name) {
    committer.change(
        "the deletion of " + describe(name),
        staging -> {
          if (staging.basin(name.value()).filter(row -> row.deletedAt().isPresent()).isEmpty()) {
            return Outcome.NOOP;
          }
          staging.delete(Keys.basin(name.value()));
          staging.deleteUsage(name);
          return Outcome.UPDATED;
        });
  }

  /// Deletes the stream, its state and its records in one commit. Who holds the stream is told.
  ///
  /// @param lease closed when the deletion is durable or has failed, and not when its caller gives
  ///   up: until then nobody may load the stream a second time
  void delete(ActiveStreams.Lease lease) {
    ActiveStream stream = lease.stream();
    long records = stream.durable().nextSeqNum();
    committer.change(
        "the deletion of " + stream.key(),
        staging -> {
          stream.requireCurrent();
          StreamRow unused = requireSame(staging, stream);
          stream.beginDeletion();
          stageDeletion(staging, stream);
          return Outcome.UPDATED;
        },
        lease::close);
    reads.reclaim(stream, records);
  }

  /// Deletes the stream if it still is in `state` and its configuration allows it.
  ///
  /// @param lease closed as by [#delete]
  void deleteUntouched(
      ActiveStreams.Lease lease, StreamState state, Predicate<StreamConfig> allows) {
    ActiveStream stream = lease.stream();
    committer.change(
        "the deletion of " + stream.key(),
        staging -> {
          stream.requireCurrent();
          StreamRow row = requireSame(staging, stream);
          if (!allows.test(row.config()) || !stream.beginDeletionOf(state)) {
            return Outcome.NOOP;
          }
          stageDeletion(staging, stream);
          return Outcome.UPDATED;
        },
        lease::close);
  }

  private static StreamRow requireSame(Staging staging, ActiveStream stream) throws IOException {
    return staging.stream(stream.key())
        .filter(row -> row.id() == stream.id())
        .orElseThrow(stream.key()::notFound);
  }

  private void stageDeletion(Staging staging, ActiveStream stream) throws IOException {
    long id = stream.id();
    staging.delete(Keys.stream(stream.key()));
    staging.deleteTail(id);
    staging.mutations().delete(Keys.firstRow(id));
    staging.mutations().deleteRange(Keys.row(id, 0), Keys.row(id + 1, 0));
    staging.deleteStored(stream);
    staging.afterCommit(() -> {
      active.remove(stream);
      stream.deleted();
    });
  }

  private Provisioned<BasinInfo> decide(
      Staging staging, BasinName name, BasinConfig config, Provisioning how) throws IOException {
    byte[] key = Keys.basin(name.value());
    Optional<BasinRow> existing = staging.basin(name.value());
    if (existing.isEmpty()) {
      var row = new BasinRow(config, now(), Optional.empty(), how.creation());
      staging.put(key, row.encode());
      return new Provisioned<>(row.info(name), Outcome.CREATED);
    }
    BasinRow row = existing.get();
    if (row.deletedAt().isPresent()) {
      throw deletionPending(name);
    }
    boolean same =
        switch (how) {
          case Provisioning.Create create when !create.madeBy(row.creation()) ->
              throw new RequestRejectedException(
                  ErrorCode.RESOURCE_ALREADY_EXISTS, describe(name) + " already exists");
          case Provisioning.Ensure() -> row.config().equals(config);
          case Provisioning.Create create -> true;
          case Provisioning.IfMissing() -> true;
        };
    if (!same) {
      staging.put(key, row.withConfig(config).encode());
    }
    return new Provisioned<>(row.info(name), same ? Outcome.NOOP : Outcome.UPDATED);
  }

  private Provisioned<StreamInfo> decide(
      Staging staging, StreamKey key, StreamConfig config, Provisioning how) throws IOException {
    BasinRow basin = live(staging, key.basin());
    StreamConfig resolved = config.resolve(basin.config().defaultStreamConfig());
    Optional<StreamRow> existing = staging.stream(key);
    if (existing.isEmpty()) {
      return new Provisioned<>(create(staging, key, basin, resolved, how), Outcome.CREATED);
    }
    StreamRow row = existing.get();
    boolean same =
        switch (how) {
          case Provisioning.Create create when !create.madeBy(row.creation()) ->
              throw key.alreadyExists();
          case Provisioning.Ensure() -> row.config().equals(resolved);
          case Provisioning.Create create -> true;
          case Provisioning.IfMissing() -> true;
        };
    if (!same) {
      replaceConfig(staging, key, row, resolved);
    }
    return new Provisioned<>(row.info(key.stream()), same ? Outcome.NOOP : Outcome.UPDATED);
  }

  private StreamInfo create(
      Staging staging, StreamKey key, BasinRow basin, StreamConfig resolved, Provisioning how) {
    Instant now = now();
    Optional<StreamCipher> cipher = basin.config().streamCipher();
    var row = new StreamRow(nextStreamId++, resolved, cipher, now, how.creation());
    Mutations mutations = staging.mutations();
    mutations.put(Keys.NEXT_STREAM_ID, new RowWriter(Long.BYTES).u64(nextStreamId).toArray());
    staging.put(Keys.stream(key), row.encode());
    staging.tail(row.id(), StreamState.empty(now.toEpochMilli()));
    StreamDeadlines.askForEmptiness(mutations, key, row.id(), resolved, now.toEpochMilli());
    return row.info(key.stream());
  }

  private Instant now() {
    return Instant.ofEpochMilli(time.epochMillis());
  }

  static RequestRejectedException notFound(BasinName name) {
    return new RequestRejectedException(ErrorCode.BASIN_NOT_FOUND, describe(name) + " not found");
  }

  static RequestRejectedException deletionPending(BasinName name) {
    return new RequestRejectedException(
        ErrorCode.BASIN_DELETION_PENDING, describe(name) + " is being deleted");
  }

  private static String describe(BasinName name) {
    return "basin `" + name + "`";
  }
}
