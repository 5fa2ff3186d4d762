package dev.weir.s2.lite;

import dev.weir.s2.BasinName;
import dev.weir.s2.StreamConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// The parts of a store and their lifetimes. Writing: [ActiveStream] sequences an append,
/// [Committer] makes it durable, [StreamLog] shows it. Reading: [LiteReadSession] over
/// [RecordReader]. Basins and streams themselves: [Catalog]; access tokens: [TokenRegistry]; what
/// all that adds up to: [Usage].
final class Engine implements AutoCloseable {
  private final String name;
  private final Storage storage;
  private final RecentLimits recentLimits;
  private final Time time;
  private final S2LiteListener listener;
  private final Committer committer;
  private final Reads reads;
  private final ActiveStreams active;
  private final Catalog catalog;
  private final TokenRegistry tokens;
  private final Usage usage;
  private final UsageMetrics usageMetrics;
  private final RecordReader records;
  private final Background background;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  /// @param name what to call the store in messages
  private Engine(
      String name, Storage storage, S2LiteOptions options, Time time, long nextStreamId) {
    this.name = name;
    this.storage = storage;
    recentLimits = RecentLimits.of(options);
    this.time = time;
    listener = new GuardedListener(options.listener());
    var room = new StorageRoom(storage, time, options.diskReserveBytes());
    committer = new Committer(storage, options.appendInflightBytes(), room, listener);
    reads = new Reads(storage, listener);
    active = new ActiveStreams(time, options.idleAfter(), this::load, listener);
    catalog = new Catalog(committer, reads, time, active, nextStreamId);
    tokens = new TokenRegistry(committer, reads, time);
    usage = new Usage(committer, reads, time);
    usageMetrics = new UsageMetrics(usage, reads, time);
    records = new RecordReader(reads, time);
    var chores = new Chores(reads, committer, catalog, active, time);
    background = new Background(catalog, active, new TrimmedRows(reads, committer), chores);
  }

  /// Takes over `storage`, and closes it if it cannot start.
  static Engine start(String name, Storage storage, S2LiteOptions options, Time time)
      throws IOException {
    Engine engine;
    List<BasinName> pending;
    try {
      // All that is read comes before any thread is started.
      pending = basinsInDeletion(storage);
      engine = new Engine(name, storage, options, time, Catalog.readNextStreamId(storage));
    } catch (Throwable e) {
      storage.close();
      throw e;
    }
    try {
      engine.committer.start(engine::reopened);
      engine.active.onCrowd(engine.background::sweepSoon);
      engine.background.start(pending);
      engine.usage.start();
      return engine;
    } catch (Throwable e) {
      engine.close();
      throw e;
    }
  }

  private static List<BasinName> basinsInDeletion(Storage storage) throws IOException {
    var pending = new ArrayList<BasinName>();
    byte[] all = Keys.basin("");
    storage.scan(
        all,
        Keys.afterPrefix(all),
        (key, row) -> {
          if (BasinRow.decode(row).deletedAt().isPresent()) {
            pending.add(new BasinName(Keys.nameOf(key, all.length)));
          }
          return true;
        });
    return pending;
  }

  /// The storage was opened anew after a failure: what was read from it before goes.
  private void reopened() {
    active.dropSuperseded();
    tokens.reopened();
    background.resume(() -> reads.call("the basins", Engine::basinsInDeletion));
  }

  private CompletableFuture<Optional<ActiveStream>> load(StreamKey key) {
    long epoch = committer.epoch(); // before anything is read: what is older is found out later
    return reads.submit(
        key,
        from -> {
          Optional<byte[]> found = from.get(Keys.stream(key));
          if (found.isEmpty()) {
            return Optional.empty();
          }
          StreamRow row = StreamRow.decode(found.get());
          Optional<byte[]> tail = from.get(Keys.tail(row.id()));
          if (tail.isEmpty()) {
            throw new CorruptRowException("its tail is missing");
          }
          StreamState state = StreamState.decode(tail.get());
          Optional<byte[]> first = from.get(Keys.firstRow(row.id()));
          long firstRow = first.isEmpty() ? 0 : new RowReader(first.get()).u64();
          if (firstRow < state.trimPoint()) {
            background.removeTrimmedRows(key); // cut off by a close, or only the row that stays
          }
          var log = new StreamLog(time, recentLimits, state);
          return Optional.of(
              new ActiveStream(
                  key,
                  row,
                  epoch,
                  state,
                  firstRow,
                  log,
                  committer,
                  time,
                  background::removeTrimmedRows,
                  usage,
                  listener));
        });
  }

  /// What makes a stream that is missing.
  enum Creates {
    NEVER,
    ON_APPEND,
    ON_READ
  }

  /// A lease on the stream, which is created first if it is missing and its basin says so.
  ///
  /// @param config the stream's, over the basin's defaults, if this creates it
  ActiveStreams.Lease acquire(StreamKey key, Creates creates, StreamConfig config) {
    requireOpen();
    while (true) {
      Optional<ActiveStreams.Lease> lease = active.acquire(key);
      if (lease.isPresent()) {
        return lease.get();
      }
      BasinRow basin = catalog.basin(key.basin()).orElseThrow(() -> Catalog.notFound(key.basin()));
      boolean create =
          switch (creates) {
            case NEVER -> false;
            case ON_APPEND -> basin.config().createStreamOnAppend();
            case ON_READ -> basin.config().createStreamOnRead();
          };
      if (!create) {
        throw key.notFound();
      }
      catalog.provision(key, config, new Provisioning.IfMissing());
    }
  }

  void deleteStream(StreamKey key) {
    requireOpen();
    catalog.delete(active.acquire(key).orElseThrow(key::notFound));
  }

  void deleteBasin(BasinName basin) {
    requireOpen();
    if (catalog.markDeleted(basin)) {
      background.removeBasin(basin);
    }
  }

  void backup(Path target) {
    requireOpen();
    Backup.make(
        target,
        directory ->
            reads.call(
                name,
                from -> {
                  from.checkpoint(directory);
                  return true;
                }));
  }

  Catalog catalog() {
    requireOpen();
    return catalog;
  }

  TokenRegistry tokens() {
    requireOpen();
    return tokens;
  }

  Committer committer() {
    return committer;
  }

  Reads reads() {
    return reads;
  }

  /// What calls are counted by.
  Usage usage() {
    return usage;
  }

  UsageMetrics usageMetrics() {
    requireOpen();
    return usageMetrics;
  }

  RecordReader records() {
    return records;
  }

  ActiveStreams active() {
    return active;
  }

  RecentLimits recentLimits() {
    return recentLimits;
  }

  Background background() {
    return background;
  }

  S2LiteListener listener() {
    return listener;
  }

  Time time() {
    return time;
  }

  /// Why nothing is being written, if so.
  Optional<String> failure() {
    return committer.failure().map(Throwable::getMessage).or(committer.room()::shortage);
  }

  boolean isStopping() {
    return stopping;
  }

  void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      Waiting.uninterruptibly(ended);
      return;
    }
    try {
      background.close();
      usage.close();
      committer.close();
      stopping = true;
      active.forEach(stream -> stream.log().wake());
      reads.close();
      storage.close();
    } finally {
      ended.countDown();
    }
  }
}
