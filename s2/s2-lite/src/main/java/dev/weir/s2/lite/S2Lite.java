package dev.weir.s2.lite;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.Authenticator;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.LocationInfo;
import dev.weir.s2.LocationName;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Operation;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A stream store in this process: in memory, or durable in a directory that it alone uses.
///
/// An append is acknowledged after it was synced to disk; appends of all streams that wait at the
/// same time share a sync. Readers see what is durable and nothing else. Killing the process loses
/// nothing that was acknowledged.
///
/// Where S2 leaves it open or this store differs:
///
/// - There is one location, `local`; naming another when a basin is created has no effect.
/// - A record that is older than its stream's retention when it was written is not read any more
///   from that moment on; its space comes back within a 64th of that age, at most six hours, and at
///   least within about ten seconds.
/// - A stream with a delete-on-empty age goes at the first look after it has been empty for so
///   long; looks come ten minutes later than they have to, as S2's own do.
/// - The records of an encrypted stream are encrypted a batch at a time, with the key that the
///   caller brings; no key is kept. What is kept in memory for readers is encrypted too.
/// - A deleted stream is gone, with its records, when [S2Basin#deleteStream] returns, and its name
///   is free: no stream is ever seen in deletion, though an append that meets the deletion may fail
///   with `STREAM_DELETION_PENDING`. Who follows the stream from its tail still gets the trim
///   record that ends it, then `UNAVAILABLE`; other reads under way fail with `STREAM_NOT_FOUND`.
/// - After a failed write the store reads anew what the disk holds, as a restart would, and goes
///   on. What was in flight fails with `STORAGE`, and may be there all the same; open reads end
///   with the same error, and have to come again. Until that succeeds reads alone are served, and
///   [#isHealthy()] tells.
/// - Before the disk is full, appends and creations are refused with `STORAGE`; trims, deletions
///   and reads go on. See [S2LiteOptions#diskReserveBytes()]. So it is with a store in memory that
///   takes half of the heap.
///
/// Thread-safe. Made for virtual threads: calls block, but none holds a carrier thread. A call
/// after [#close()] throws [IllegalStateException].
public final class S2Lite implements S2, Authenticator {
  private static final LocationInfo LOCAL = new LocationInfo(new LocationName("local"), true);

  private final Engine engine;

  private S2Lite(Engine engine) {
    this.engine = engine;
  }

  /// An empty store in memory, gone when it is closed.
  public static S2Lite inMemory() {
    return inMemory(S2LiteOptions.DEFAULT);
  }

  /// An empty store in memory, gone when it is closed.
  public static S2Lite inMemory(S2LiteOptions options) {
    try {
      return of(new MemoryStorage(), options, Time.system(options.clock()));
    } catch (IOException e) {
      throw new IllegalStateException("memory does no I/O", e);
    }
  }

  /// The durable store in `directory`, which is created if it is missing.
  ///
  /// @throws DataDirectoryException if the directory is in use, holds something else, was written
  ///   by a newer version, or cannot be read or written
  public static S2Lite open(Path directory) {
    return open(directory, S2LiteOptions.DEFAULT);
  }

  /// The durable store in `directory`, which is created if it is missing.
  ///
  /// @throws DataDirectoryException if the directory is in use, holds something else, was written
  ///   by a newer version, or cannot be read or written
  public static S2Lite open(Path directory, S2LiteOptions options) {
    try {
      DataDirectory data = DataDirectory.open(directory);
      Storage storage = RocksStorage.open(data.database(), data);
      Time time = Time.system(options.clock());
      return new S2Lite(Engine.start("the store in " + directory, storage, options, time));
    } catch (IOException e) {
      throw new DataDirectoryException(
          directory
              + " cannot be opened: "
              + e
              + ". See that it is readable and writable; if it is damaged, restore a backup",
          e);
    }
  }

  /// A store on any storage, which it closes.
  static S2Lite of(Storage storage, S2LiteOptions options, Time time) throws IOException {
    return new S2Lite(Engine.start("the store in memory", storage, options, time));
  }

  /// Whether the store takes appends. False after a failed write, until the store has recovered,
  /// and while the disk has less room than the reserve.
  public boolean isHealthy() {
    return failure().isEmpty();
  }

  /// Why the store takes no appends, if so, and what to do.
  public Optional<String> failure() {
    return engine.failure();
  }

  /// Copies a durable store into `target` while it is in use: every stream as it is at one moment
  /// after the call began, so with everything that was acknowledged before. Blocks until the copy
  /// is on the disk.
  ///
  /// Where `target` is on the store's own file system the tables are hard links and take no room of
  /// their own; a copy that shall outlive the disk belongs on another one.
  ///
  /// @param target an empty or new directory; see [#restore]
  /// @throws BackupException if `target` is not empty or cannot be written
  /// @throws dev.weir.s2.S2Exception with `STORAGE` if the store cannot be read, or is in memory
  public void backup(Path target) {
    engine.backup(target);
  }

  /// Makes `dataDirectory` a store with what `backup` holds. Each file is compared with what it was
  /// when the backup was made; an interrupted restore leaves nothing that opens.
  ///
  /// @param backup what [#backup] made; is not changed
  /// @param dataDirectory an empty or new directory
  /// @throws BackupException if `backup` is not whole, or `dataDirectory` is not empty
  public static void restore(Path backup, Path dataDirectory) {
    Backup.restore(backup, dataDirectory);
  }

  @Override
  public S2Basin basin(BasinName name) {
    return new LiteBasin(engine, name);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config) {
    return counted(
        Operation.CREATE_BASIN,
        provision(name, config, Provisioning.create(Optional.empty(), config)));
  }

  @Override
  public Provisioned<BasinInfo> createBasin(
      BasinName name, BasinConfig config, CreateBasinOptions options) {
    return counted(
        Operation.CREATE_BASIN,
        provision(name, config, Provisioning.create(options.requestToken(), config)));
  }

  @Override
  public Provisioned<BasinInfo> ensureBasin(BasinName name, BasinConfig config) {
    Provisioned<BasinInfo> ensured = provision(name, config, new Provisioning.Ensure());
    boolean isNew = ensured.outcome() == Provisioned.Outcome.CREATED;
    return counted(isNew ? Operation.CREATE_BASIN : Operation.RECONFIGURE_BASIN, ensured);
  }

  @Override
  public BasinConfig basinConfig(BasinName name) {
    return counted(Operation.GET_BASIN_CONFIG, engine.catalog().basinConfig(name));
  }

  @Override
  public Page<BasinInfo> listBasins(ListRequest request) {
    return counted(Operation.LIST_BASINS, engine.catalog().listBasins(request));
  }

  @Override
  public void deleteBasin(BasinName name) {
    engine.deleteBasin(name);
    engine.usage().account(Operation.DELETE_BASIN);
  }

  /// Commits what was appended before, ends every read with `End`, and frees the directory.
  @Override
  public void close() {
    engine.close();
  }

  Engine engine() {
    return engine;
  }

  private Provisioned<BasinInfo> provision(BasinName name, BasinConfig config, Provisioning how) {
    return engine.catalog().provision(name, config, how);
  }

  @Override
  public BasinConfig reconfigureBasin(BasinName name, BasinReconfiguration change) {
    return counted(Operation.RECONFIGURE_BASIN, engine.catalog().reconfigure(name, change));
  }

  /// Issues an access token. The program that holds the store may do anything with it, so a token
  /// without `expiresAt` never expires.
  @Override
  public AccessToken issueAccessToken(AccessTokenInfo info) {
    return counted(Operation.ISSUE_ACCESS_TOKEN, engine.tokens().issue(info));
  }

  @Override
  public Page<AccessTokenInfo> listAccessTokens(ListRequest request) {
    return counted(Operation.LIST_ACCESS_TOKENS, engine.tokens().list(request));
  }

  @Override
  public void revokeAccessToken(AccessTokenId id) {
    engine.tokens().revoke(id);
    engine.usage().account(Operation.REVOKE_ACCESS_TOKEN);
  }

  @Override
  public Optional<AccessTokenInfo> authenticate(AccessToken secret) {
    return engine.tokens().authenticate(secret);
  }

  @Override
  public List<LocationInfo> listLocations() {
    return counted(Operation.LIST_LOCATIONS, List.of(LOCAL));
  }

  @Override
  public LocationInfo defaultLocation() {
    engine.requireOpen();
    return counted(Operation.GET_DEFAULT_LOCATION, LOCAL);
  }

  @Override
  public LocationInfo setDefaultLocation(LocationName location) {
    if (!location.equals(LOCAL.name())) {
      throw new RequestRejectedException(
          ErrorCode.INVALID,
          "location `" + location + "` does not exist; this store has one, `" + LOCAL.name() + "`");
    }
    return counted(Operation.SET_DEFAULT_LOCATION, LOCAL);
  }

  @Override
  public List<Metric> metrics(MetricSet.Account set, MetricRange range) {
    return counted(Operation.ACCOUNT_METRICS, engine.usageMetrics().account(set, range));
  }

  /// Answers with `result`, and counts that the operation was done.
  private <T> T counted(Operation operation, T result) {
    engine.usage().account(operation);
    return result;
  }
}
