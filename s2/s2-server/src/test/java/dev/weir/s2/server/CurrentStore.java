package dev.weir.s2.server;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.RequestToken;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;

/// Whichever store a test has set: to stop a server takes two seconds, so one serves a whole class.
final class CurrentStore implements S2 {
  private volatile S2 store;

  CurrentStore(S2 store) {
    this.store = store;
  }

  void set(S2 store) {
    this.store = store;
  }

  @Override
  public S2Basin basin(BasinName name) {
    return store.basin(name);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config) {
    return store.createBasin(name, config);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(
      BasinName name, BasinConfig config, RequestToken token) {
    return store.createBasin(name, config, token);
  }

  @Override
  public Provisioned<BasinInfo> ensureBasin(BasinName name, BasinConfig config) {
    return store.ensureBasin(name, config);
  }

  @Override
  public BasinConfig basinConfig(BasinName name) {
    return store.basinConfig(name);
  }

  @Override
  public Page<BasinInfo> listBasins(ListRequest request) {
    return store.listBasins(request);
  }

  @Override
  public void deleteBasin(BasinName name) {
    store.deleteBasin(name);
  }

  @Override
  public void close() {
    store.close();
  }
}
