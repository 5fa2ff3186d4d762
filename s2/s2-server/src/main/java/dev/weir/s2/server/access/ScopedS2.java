package dev.weir.s2.server.access;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.ListRequest;
import dev.weir.s2.LocationInfo;
import dev.weir.s2.LocationName;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Operation;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import java.util.List;

/// A store as the holder of a token may use it. Does not own the store: [#close()] does nothing.
final class ScopedS2 implements S2 {
  private final S2 store;
  private final Grant grant;

  ScopedS2(S2 store, Grant grant) {
    this.store = store;
    this.grant = grant;
  }

  @Override
  public S2Basin basin(BasinName name) {
    return new ScopedBasin(store.basin(name), grant);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config) {
    grant.require(Operation.CREATE_BASIN, name);
    return store.createBasin(name, config);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(
      BasinName name, BasinConfig config, CreateBasinOptions options) {
    grant.require(Operation.CREATE_BASIN, name);
    return store.createBasin(name, config, options);
  }

  /// Needs both operations, as it may turn out to be either.
  @Override
  public Provisioned<BasinInfo> ensureBasin(BasinName name, BasinConfig config) {
    grant.require(Operation.CREATE_BASIN, name);
    grant.require(Operation.RECONFIGURE_BASIN, name);
    return store.ensureBasin(name, config);
  }

  @Override
  public BasinConfig basinConfig(BasinName name) {
    grant.require(Operation.GET_BASIN_CONFIG, name);
    return store.basinConfig(name);
  }

  @Override
  public BasinConfig reconfigureBasin(BasinName name, BasinReconfiguration change) {
    grant.require(Operation.RECONFIGURE_BASIN, name);
    return store.reconfigureBasin(name, change);
  }

  @Override
  public Page<BasinInfo> listBasins(ListRequest request) {
    grant.require(Operation.LIST_BASINS);
    return Scoped.page(
        grant.token().scope().basins(),
        request.requireBasinBounds(),
        store::listBasins,
        info -> info.name().value());
  }

  @Override
  public void deleteBasin(BasinName name) {
    grant.require(Operation.DELETE_BASIN, name);
    store.deleteBasin(name);
  }

  @Override
  public AccessToken issueAccessToken(AccessTokenInfo info) {
    grant.require(Operation.ISSUE_ACCESS_TOKEN, info.id());
    return store.issueAccessToken(new Delegation(grant).check(info));
  }

  @Override
  public Page<AccessTokenInfo> listAccessTokens(ListRequest request) {
    grant.require(Operation.LIST_ACCESS_TOKENS);
    Page<AccessTokenInfo> page =
        Scoped.page(
            grant.token().scope().accessTokens(),
            request.requireAccessTokenBounds(),
            store::listAccessTokens,
            info -> info.id().value());
    return new Page<>(page.items().stream().map(this::own).toList(), page.hasMore());
  }

  private AccessTokenInfo own(AccessTokenInfo info) {
    return new AccessTokenInfo(
        info.id(),
        info.expiresAt(),
        info.autoPrefixStreams(),
        info.scope().withStreams(grant.namespace().own(info.scope().streams())));
  }

  @Override
  public void revokeAccessToken(AccessTokenId id) {
    grant.require(Operation.REVOKE_ACCESS_TOKEN, id);
    store.revokeAccessToken(id);
  }

  @Override
  public List<LocationInfo> listLocations() {
    grant.require(Operation.LIST_LOCATIONS);
    return store.listLocations();
  }

  @Override
  public LocationInfo defaultLocation() {
    grant.require(Operation.GET_DEFAULT_LOCATION);
    return store.defaultLocation();
  }

  @Override
  public LocationInfo setDefaultLocation(LocationName location) {
    grant.require(Operation.SET_DEFAULT_LOCATION);
    return store.setDefaultLocation(location);
  }

  @Override
  public List<Metric> metrics(MetricSet.Account set, MetricRange range) {
    grant.require(Operation.ACCOUNT_METRICS);
    List<Metric> metrics = store.metrics(set, range);
    return switch (set) {
      case ACTIVE_BASINS -> metrics.stream().map(this::ownBasins).toList();
      case ACCOUNT_OPS -> metrics;
    };
  }

  private Metric ownBasins(Metric metric) {
    return metric instanceof Metric.Label(String name, List<String> basins)
        ? new Metric.Label(
            name, basins.stream().filter(grant.token().scope().basins()::contains).toList())
        : metric;
  }

  @Override
  public void close() {}
}
