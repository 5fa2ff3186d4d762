package dev.weir.proof.sync;

import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.http.ProxyHandler;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import dev.weir.s2.BasinName;
import java.time.Duration;
import java.util.Optional;

/// One of the proxies, as a process that comes and goes.
final class ProxyServer {
  private static final BasinName BASIN = new BasinName("livestore");

  private final Network network;
  private final StoreServer store;
  private final Flaw flaw;
  private final String name;
  private final ProxyConfig config;
  private Node node;
  private Optional<LiveStoreProxy> proxy = Optional.empty();
  private Optional<ProxyHandler> handler = Optional.empty();

  ProxyServer(Network network, StoreServer store, Flaw flaw, String name) {
    this.network = network;
    this.store = store;
    this.flaw = flaw;
    this.name = name;
    this.node = network.kernel().newNode(name);
    this.config = config(network.kernel());
  }

  private static ProxyConfig config(Kernel kernel) {
    ProxyConfig config = ProxyConfig.defaults();
    if (kernel.chance(300)) {
      config = config.withIdleStore(Duration.ofSeconds(2));
    }
    return kernel.chance(300) ? config.withLiveHold(Duration.ofSeconds(5)) : config;
  }

  static BasinName basin() {
    return BASIN;
  }

  void start() {
    network.kernel().note(name + " starts");
    node = network.kernel().newNode(name);
    Node here = node;
    here.start(
        "boot",
        () -> {
          var s2 = new RemoteS2(new Calls(network, here, store), flaw).s2();
          LiveStoreProxy opened = LiveStoreProxy.over(s2, BASIN, config);
          proxy = Optional.of(opened);
          handler = Optional.of(ProxyHandler.of(opened, ProxyHttpConfig.defaults()));
        });
  }

  void crash() {
    network.kernel().note(name + " crashes");
    handler = Optional.empty();
    proxy = Optional.empty();
    node.kill();
  }

  /// Lets it end by itself; then it may be started anew.
  void close(Runnable closed) {
    network.kernel().note(name + " closes");
    Optional<LiveStoreProxy> open = proxy;
    node.start(
        "close",
        () -> {
          open.ifPresent(LiveStoreProxy::close);
          network.kernel().note(name + " has closed");
          closed.run();
        });
  }

  String name() {
    return name;
  }

  Node node() {
    return node;
  }

  Optional<ProxyHandler> handler() {
    return handler;
  }
}
