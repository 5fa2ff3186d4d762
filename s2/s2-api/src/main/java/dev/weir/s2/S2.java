package dev.weir.s2;

/// A stream store: S2 Cloud, s2-lite, or a store inside this process. Thread-safe. All calls block;
/// an interrupted call restores the thread's flag and throws [InterruptedCallException].
///
/// @see <a href="https://s2.dev/docs/api">S2 API</a>
public interface S2 extends AutoCloseable {
  /// The basin of that name, whether it exists or not. No I/O.
  S2Basin basin(BasinName name);

  /// Creates a basin.
  ///
  /// @throws RequestRejectedException `RESOURCE_ALREADY_EXISTS`, or `BASIN_DELETION_PENDING`
  Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config);

  /// Creates a basin, or finds the one that an earlier call with the same token and configuration
  /// created.
  Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config, RequestToken token);

  /// Creates a basin, or replaces the configuration of the one that exists.
  Provisioned<BasinInfo> ensureBasin(BasinName name, BasinConfig config);

  /// A basin's configuration, as it was given.
  ///
  /// @throws RequestRejectedException `BASIN_NOT_FOUND`
  BasinConfig basinConfig(BasinName name);

  /// One page of the basins, those in deletion included.
  Page<BasinInfo> listBasins(ListRequest request);

  /// Starts the deletion of a basin and of its streams; returns before it is done.
  ///
  /// @throws RequestRejectedException `BASIN_NOT_FOUND`
  void deleteBasin(BasinName name);

  /// Frees what the store holds. May be called twice.
  @Override
  void close();
}
