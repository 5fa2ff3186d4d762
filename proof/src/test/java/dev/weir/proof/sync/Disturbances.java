package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What happens to processes, machines and lines while the weather is bad.
final class Disturbances {
  private static final long DAY_MILLIS = 86_400_000;

  private final Network network;
  private final Kernel kernel;
  private final Weather weather;
  private final StoreServer store;
  private final List<ProxyServer> proxies;
  private final List<Client> clients;

  /// Those that are down or on their way there.
  private final Set<String> busy = new HashSet<>();

  Disturbances(
      Network network, StoreServer store, List<ProxyServer> proxies, List<Client> clients) {
    this.network = network;
    this.kernel = network.kernel();
    this.weather = network.weather();
    this.store = store;
    this.proxies = proxies;
    this.clients = clients;
  }

  /// Whether all that was down is up again.
  boolean isOver() {
    return busy.isEmpty() && store.isUp();
  }

  private <T> T any(List<T> all) {
    return all.get(kernel.random().nextInt(all.size()));
  }

  void happen(Weather.Event event) {
    ProxyServer proxy = any(proxies);
    Client client = any(clients);
    switch (event) {
      case S2_CRASH -> down("s2", store::crash, store::start);
      case S2_RESTART -> restart("s2", store::close, () -> store.node().kill(), store::start);
      case PROXY_CRASH -> down(proxy.name(), proxy::crash, proxy::start);
      case PROXY_RESTART ->
          restart(proxy.name(), proxy::close, () -> proxy.node().kill(), proxy::start);
      case CLIENT_CRASH -> down(client.name(), client::crash, client::start);
      case CLIENT_POWER_CUT -> down(client.name(), client::cutPower, client::start);
      case CLIENT_RESTART ->
          restart(client.name(), client::close, () -> client.node().kill(), client::start);
      case CUT -> {
        String other = kernel.random().nextBoolean() ? "s2" : client.name();
        network.cut(proxy.name(), other, weather.upTo(15));
      }
      case STOPPED -> stop(any(nodes()));
      case SLEEP -> {
        kernel.note("all sleep");
        kernel.sleepAll(weather.upTo(90));
      }
      case WALL_CLOCK -> kernel.jumpWall(kernel.random().nextLong(2 * DAY_MILLIS) - DAY_MILLIS);
      case DISK -> {}
    }
  }

  private List<Node> nodes() {
    return Stream.of(
            Stream.of(store.node()),
            proxies.stream().map(ProxyServer::node),
            clients.stream().map(Client::node))
        .flatMap(nodes -> nodes)
        .toList();
  }

  private void stop(Node node) {
    long nanos = weather.upTo(20);
    kernel.note(node.name() + " stops for " + nanos / 1_000_000 + " ms");
    node.stopFor(nanos);
  }

  private void down(String name, Runnable crash, Runnable start) {
    if (busy.add(name)) {
      crash.run();
      startLater(name, start);
    }
  }

  private interface Closing {
    void close(Runnable closed);
  }

  private void restart(String name, Closing closing, Runnable exit, Runnable start) {
    if (busy.add(name)) {
      closing.close(() -> {
        exit.run();
        startLater(name, start);
      });
    }
  }

  private void startLater(String name, Runnable start) {
    kernel.after(
        weather.upTo(8),
        kernel.outside(),
        () -> {
          start.run();
          busy.remove(name);
        });
  }
}
