package dev.weir.s2;

import java.util.List;

/// A stream store: S2 Cloud, s2-lite, or a store inside this process. Thread-safe. All calls block;
/// an interrupted call restores the thread's flag and throws [InterruptedCallException].
///
/// A store that cannot do a thing at all answers it with `NOT_IMPLEMENTED`.
///
/// @see <a href="https://s2.dev/docs/api">S2 API</a>
public interface S2 extends AutoCloseable {
  /// The basin of that name, whether it exists or not. No I/O.
  S2Basin basin(BasinName name);

  /// Creates a basin.
  ///
  /// @throws RequestRejectedException `RESOURCE_ALREADY_EXISTS`, or `BASIN_DELETION_PENDING`
  Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config);

  /// Creates a basin; with a request token, or finds the one that an earlier call with the same
  /// token and configuration created.
  ///
  /// @throws RequestRejectedException `RESOURCE_ALREADY_EXISTS`, or `BASIN_DELETION_PENDING`
  Provisioned<BasinInfo> createBasin(
      BasinName name, BasinConfig config, CreateBasinOptions options);

  /// Creates a basin, or replaces the configuration of the one that exists.
  Provisioned<BasinInfo> ensureBasin(BasinName name, BasinConfig config);

  /// A basin's configuration, as it was given.
  ///
  /// @throws RequestRejectedException `BASIN_NOT_FOUND`
  BasinConfig basinConfig(BasinName name);

  /// Changes a basin's configuration field by field. Streams that exist keep theirs.
  ///
  /// @return the whole configuration afterwards
  /// @throws RequestRejectedException `BASIN_NOT_FOUND`, `BASIN_DELETION_PENDING`
  BasinConfig reconfigureBasin(BasinName name, BasinReconfiguration change);

  /// One page of the basins, those in deletion included.
  Page<BasinInfo> listBasins(ListRequest request);

  /// All basins, fetched as they are asked for; those in deletion only if that is asked for.
  default Listing<BasinInfo> basins() {
    return basins(ListRequest.ALL);
  }

  /// All basins from where `first` begins, fetched in pages of its limit; those in deletion only if
  /// that is asked for.
  default Listing<BasinInfo> basins(ListRequest first) {
    return new Listing<>(
        first, this::listBasins, info -> info.name().value(), info -> info.deletedAt().isPresent());
  }

  /// Starts the deletion of a basin and of its streams; returns before it is done.
  ///
  /// @throws RequestRejectedException `BASIN_NOT_FOUND`
  void deleteBasin(BasinName name);

  /// Issues an access token. What it allows must be allowed to the caller.
  ///
  /// @return the secret, which nothing shows again
  /// @throws RequestRejectedException `RESOURCE_ALREADY_EXISTS` for an id that is in use, `INVALID`
  ///   for a scope that allows nothing, `PERMISSION_DENIED` for one that exceeds the caller's
  AccessToken issueAccessToken(AccessTokenInfo info);

  /// One page of the access tokens.
  Page<AccessTokenInfo> listAccessTokens(ListRequest request);

  /// All access tokens from where `first` begins, fetched as they are asked for.
  default Listing<AccessTokenInfo> accessTokens(ListRequest first) {
    return new Listing<>(first, this::listAccessTokens, info -> info.id().value(), info -> false);
  }

  /// Revokes an access token: calls that use it are refused from now on.
  ///
  /// @throws RequestRejectedException `ACCESS_TOKEN_NOT_FOUND`
  void revokeAccessToken(AccessTokenId id);

  /// The places where basins can be kept.
  List<LocationInfo> listLocations();

  /// Where a basin is kept whose creation names no place.
  LocationInfo defaultLocation();

  /// Sets where a basin is kept whose creation names no place.
  LocationInfo setDefaultLocation(LocationName location);

  /// Measurements of the account.
  ///
  /// @throws RequestRejectedException `INVALID` for a range or an interval that the set does not
  ///   take
  List<Metric> metrics(MetricSet.Account set, MetricRange range);

  /// Frees what the store holds. May be called twice.
  @Override
  void close();
}
