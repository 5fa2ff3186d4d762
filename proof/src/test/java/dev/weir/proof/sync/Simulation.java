package dev.weir.proof.sync;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.s2.lite.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// One run: clients that commit, proxies and an S2, while the weather is bad; then it clears, and
/// in the end all must have the same log, with all in it that was promised.
///
/// Made by name in a [dev.weir.proof.sync.jdk.SimulationLoader], so all that goes in and comes out
/// is the JDK's.
public final class Simulation implements BiFunction<Long, String, String> {
  private static final long SECOND = 1_000_000_000;
  private static final int PATIENCE_SECONDS = 900;
  private static final int BULK_PERMILLE = 30;

  /// Then nothing is on its way any more.
  private static final int LATEST_SECONDS = 90;

  /// @return the hash of all that happened, and how much that was
  /// @throws AssertionError if something happened that must not
  /// @throws dev.weir.proof.sync.jdk.DisturbedException if the run was not the seed's
  @Override
  public String apply(Long seed, String flaw) {
    return new Run(seed, Flaw.valueOf(flaw)).run();
  }

  private static final class Run {
    private final long seed;
    private final Kernel kernel;
    private final Weather weather;
    private final Network network;
    private final Ledger ledger;
    private final StoreServer store;
    private final List<ProxyServer> proxies = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final HttpServers servers;
    private final Disturbances disturbances;
    private final boolean bulk;
    private boolean done;
    private long syncNanos;

    Run(long seed, Flaw flaw) {
      this.seed = seed;
      kernel = new Kernel(seed);
      weather = new Weather(kernel);
      network = new Network(kernel, weather);
      ledger = new Ledger(kernel);
      var disk = new SimulatedDisk(kernel, weather::failsWrite, flaw == Flaw.UNSYNCED_DISK);
      store = new StoreServer(kernel, disk);
      int proxyCount = 1 + kernel.random().nextInt(3);
      for (int i = 0; i < proxyCount; i++) {
        proxies.add(new ProxyServer(network, store, flaw, "proxy" + i));
      }
      int clientCount = 2 + kernel.random().nextInt(3);
      for (int i = 0; i < clientCount; i++) {
        clients.add(new Client(network, ledger, flaw, "client" + i));
      }
      servers = new HttpServers(network, proxies, ledger);
      kernel.serveHttp(new SimulatedHttp(servers));
      disturbances = new Disturbances(network, store, proxies, clients);
      bulk = kernel.chance(BULK_PERMILLE);
    }

    String run() {
      try {
        kernel.outside().start("director", this::direct);
        kernel.run(() -> done);
        return "hash %016x, %d steps, %d s, %d commits, the same after %d s, %s"
            .formatted(
                kernel.hash(),
                kernel.steps(),
                kernel.nanos() / SECOND,
                ledger.commits(),
                syncNanos / SECOND,
                weather.tally());
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed %d: %s%n%s"
                .formatted(
                    seed, e.getMessage(), String.join(System.lineSeparator(), kernel.lines())),
            e);
      } finally {
        kernel.stop();
      }
    }

    private void direct() {
      try {
        store.start();
        proxies.forEach(ProxyServer::start);
        clients.forEach(Client::start);
        if (bulk) {
          new BulkWriter(servers).start();
        }
        disturb();
        weather.clear();
        network.mend();
        kernel.note("the weather clears");
        await("all processes run", disturbances::isOver);
        if (bulk) {
          kernel.pause(LATEST_SECONDS * SECOND);
        }
        long clear = kernel.nanos();
        await("all have the same", this::isSynced);
        syncNanos = kernel.nanos() - clear;
        check();
        shutDown();
        done = true;
      } catch (InterruptedException e) {
        kernel.fail(e);
      }
    }

    private void disturb() throws InterruptedException {
      long end = kernel.nanos() + SECOND + kernel.random().nextLong(40 * SECOND);
      while (kernel.nanos() < end) {
        kernel.pause(weather.upTo(4));
        if (!weather.isCalm()) {
          disturbances.happen(weather.event());
        }
      }
    }

    private interface Condition {
      boolean holds();
    }

    private void await(String what, Condition condition) throws InterruptedException {
      long end = kernel.nanos() + PATIENCE_SECONDS * SECOND;
      while (!condition.holds()) {
        if (kernel.nanos() > end) {
          throw new AssertionError(
              "in fair weather: " + what + ", but not so for long. " + state());
        }
        kernel.pause(SECOND);
      }
    }

    private String state() {
      var text = new StringBuilder("The log ends with " + head(store.log()));
      for (Client client : clients) {
        text.append("; ").append(client.name()).append(": ");
        client.log().ifPresent(log -> text.append(log.status()));
      }
      return text.toString();
    }

    private static EventSeqNum head(List<EncodedEvent> log) {
      return log.isEmpty() ? EventSeqNum.ROOT : log.getLast().seqNum();
    }

    private boolean isSynced() {
      if (!clients.stream().allMatch(Client::isIdle)) {
        return false;
      }
      EventSeqNum head = head(store.log());
      return clients.stream().allMatch(client -> client.hasAll(head));
    }

    private void check() {
      List<EncodedEvent> log = store.log();
      ledger.check(log);
      for (Client client : clients) {
        List<EncodedEvent> pulled = client.pulled();
        for (int i = 0; i < log.size(); i++) {
          if (pulled.size() != log.size() || !pulled.get(i).isSame(log.get(i))) {
            throw new AssertionError(
                "%s has %d events, the log %d; the first that differs is number %d"
                    .formatted(client.name(), pulled.size(), log.size(), i));
          }
        }
      }
    }

    /// All end by themselves, and in time.
    private void shutDown() throws InterruptedException {
      int[] open = {clients.size()};
      clients.forEach(client -> client.close(() -> open[0]--));
      await("clients close", () -> open[0] == 0);
      open[0] = proxies.size();
      proxies.forEach(proxy -> proxy.close(() -> open[0]--));
      await("proxies close", () -> open[0] == 0);
      open[0] = 1;
      store.close(() -> open[0]--);
      await("the store closes", () -> open[0] == 0);
    }
  }
}
