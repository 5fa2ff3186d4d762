package dev.weir.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The LiveStore clients of one test. Each is a Node process; whatever is still running when the
/// test ends is killed.
///
/// An endpoint is what `makeSyncBackend` takes: a URL, or a map with `push`, `pull` and `ping`.
final class Clients implements AutoCloseable {
  private static final Map<String, Object> FAIL_ON_SYNC_ERROR = Map.of("onSyncError", "shutdown");

  /// And to start a browser for it.
  private static final Duration TO_BUILD_A_PAGE = Duration.ofMinutes(4);

  private final Node node;
  private final List<Client> started = new ArrayList<>();

  Clients(Node node) {
    this.node = node;
  }

  /// A real store in memory. It shuts itself down, and with that fails the test, if its sync meets
  /// an error.
  Client store(String clientId, Object endpoint, String storeId) {
    return open("store.mjs", clientId, endpoint, storeId, FAIL_ON_SYNC_ERROR);
  }

  /// A real store on disk. It bears with an endpoint that is not there, as LiveStore does unless
  /// told otherwise.
  Client storeOnDisk(String clientId, Object endpoint, String storeId, Path directory) {
    Map<String, Object> options =
        Map.of("onSyncError", "ignore", "directory", directory.toString());
    return open("store.mjs", clientId, endpoint, storeId, options);
  }

  /// A real store in memory with a sync payload. It bears with being refused.
  Client storeWithPayload(String clientId, Object endpoint, String storeId, Object payload) {
    Map<String, Object> options = Map.of("onSyncError", "ignore", "syncPayload", payload);
    return open("store.mjs", clientId, endpoint, storeId, options);
  }

  /// The stock sync backend under a queue without the store's own limits.
  Client queue(String clientId, Object endpoint, String storeId) {
    return open("queue.mjs", clientId, endpoint, storeId, Map.of());
  }

  /// A real store in a browser's tab, with the companion package.
  Client tab(Path chromium, String clientId, String endpoint, String storeId) {
    var tab = Client.start(CompanionTest.Built.PACKAGE, "test/tab.mjs", clientId);
    started.add(tab);
    tab.open(
        Map.of(
            "chromium", chromium.toString(),
            "clientId", clientId,
            "endpoint", endpoint,
            "storeId", storeId),
        TO_BUILD_A_PAGE);
    return tab;
  }

  private Client open(
      String script,
      String clientId,
      Object endpoint,
      String storeId,
      Map<String, Object> options) {
    var opening = new HashMap<>(options);
    opening.put("clientId", clientId);
    opening.put("endpoint", endpoint);
    opening.put("storeId", storeId);
    var client = Client.start(node, script, clientId);
    started.add(client);
    client.open(opening);
    return client;
  }

  @Override
  public void close() {
    started.forEach(Client::kill);
  }
}
