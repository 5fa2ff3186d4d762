package dev.weir.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// One LiveStore client, driven through the [ClientProcess] that it lives in. Every call waits for
/// its answer, with a deadline, and fails with what the process printed. May be called from several
/// threads: a client answers side by side.
final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final String name;
  private final ClientProcess process;
  private final Runnable end;

  /// @param end what to do when the client is killed, which must stop it whatever it does
  Client(String name, ClientProcess process, Runnable end) {
    this.name = name;
    this.process = process;
    this.end = end;
  }

  /// A client in a process of its own.
  static Client start(Node node, String script, String name) {
    var process = ClientProcess.start(node, script, name);
    return new Client(name, process, process::kill);
  }

  /// What the store looked like at one moment: rows ordered by id, confirmed ids in the log's
  /// order.
  record View(List<String> rows, int applied, List<String> confirmed, long head, int pending) {}

  /// How many rows the store had when it was ready.
  int rowsAtOpening() {
    return rowsAtOpening;
  }

  private int rowsAtOpening;

  void open(Map<String, Object> options) {
    open(options, PATIENCE.plusSeconds(30));
  }

  void open(Map<String, Object> options, Duration patience) {
    rowsAtOpening = ask("open", options, patience).path("rows").asInt();
  }

  void commit(Commit commit) {
    ask(
        "commit",
        Map.of(
            "prefix", commit.prefix(),
            "count", commit.count(),
            "perSecond", commit.perSecond(),
            "maxUnconfirmed", commit.maxUnconfirmed(),
            "waitMillis", PATIENCE.toMillis()),
        PATIENCE);
  }

  /// Returns when the sync backend has confirmed these events and everything that this client
  /// committed.
  void awaitConfirmed(List<String> ids) {
    awaitConfirmed(ids, PATIENCE);
  }

  void awaitConfirmed(List<String> ids, Duration patience) {
    ask("awaitConfirmed", Map.of("ids", ids, "waitMillis", patience.toMillis()), patience);
  }

  /// Returns when exactly `count` unconfirmed events are in the client's eventlog.
  void awaitPending(int count) {
    ask("awaitPending", Map.of("count", count, "waitMillis", PATIENCE.toMillis()), PATIENCE);
  }

  View look() {
    var view = ask("look", Map.of(), PATIENCE);
    return new View(
        texts(view.path("rows")),
        view.path("applied").asInt(),
        texts(view.path("confirmed")),
        view.path("head").asLong(),
        view.path("pendingInSession").asInt() + view.path("pendingInLeader").asInt());
  }

  /// Closes the store, then ends the process.
  void close() {
    ask("close", Map.of(), PATIENCE);
    kill();
  }

  /// Stops the client without giving it a chance to finish anything.
  void kill() {
    end.run();
  }

  private JsonNode ask(String verb, Map<String, ?> arguments, Duration wait) {
    var request = new HashMap<String, Object>(arguments);
    request.put("store", name);
    return process.ask(verb, request, wait);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
