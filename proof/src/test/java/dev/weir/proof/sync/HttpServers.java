package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The proxies behind one address, as a balancer would have them: a client mostly stays with one.
final class HttpServers {
  private final Network network;
  private final List<ProxyServer> proxies;
  private final Ledger ledger;
  private final Map<String, ProxyServer> last = new HashMap<>();

  HttpServers(Network network, List<ProxyServer> proxies, Ledger ledger) {
    this.network = network;
    this.proxies = proxies;
    this.ledger = ledger;
  }

  Network network() {
    return network;
  }

  Ledger ledger() {
    return ledger;
  }

  /// Where a client's next request goes.
  Optional<ProxyServer> next(Node client) {
    Kernel kernel = network.kernel();
    List<ProxyServer> up = proxies.stream().filter(proxy -> proxy.node().isAlive()).toList();
    if (up.isEmpty()) {
      return Optional.empty();
    }
    ProxyServer before = last.getOrDefault(client.name(), up.getFirst());
    ProxyServer chosen =
        up.contains(before) && kernel.chance(700)
            ? before
            : up.get(kernel.random().nextInt(up.size()));
    last.put(client.name(), chosen);
    return Optional.of(chosen);
  }
}
