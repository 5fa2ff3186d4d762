package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/// One LiveStore client in a Node process, driven line by line. Every call waits for its answer,
/// with a deadline, and fails with what the process printed. May be called from several threads: a
/// client answers side by side.
final class Client {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Writer requests;
  private final OutputTail diagnostics;
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();

  private Client(String name, Process process) {
    this.name = name;
    this.process = process;
    this.requests = process.outputWriter(UTF_8);
    this.diagnostics =
        OutputTail.follow(name + "-err", process.errorReader(UTF_8), line -> {}, () -> {});
    OutputTail.follow(name, process.inputReader(UTF_8), this::answered, this::ended);
  }

  static Client start(Node node, String script, String name) {
    try {
      return new Client(name, new ProcessBuilder(node.command(script)).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    rowsAtOpening = ask("open", options, PATIENCE.plusSeconds(30)).path("rows").asInt();
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
    ask("awaitConfirmed", Map.of("ids", ids, "waitMillis", PATIENCE.toMillis()), PATIENCE);
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

  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode ask(String verb, Map<String, ?> arguments, Duration wait) {
    ObjectNode request = JSON.valueToTree(arguments);
    var id = lastId.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    waiting.put(id, answer);
    send(request.put("id", id).put("do", verb));
    try {
      return answer.get(wait.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw failure(verb, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(verb, e);
    }
  }

  private synchronized void send(JsonNode request) {
    try {
      requests.write(request.toString());
      requests.write('\n');
      requests.flush();
    } catch (IOException e) {
      throw failure("send", e);
    }
  }

  private AssertionError failure(String verb, Exception cause) {
    var reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new AssertionError(
        "client " + name + ", " + verb + ": " + reason + "\nIt printed:\n" + diagnostics, cause);
  }

  private void answered(String line) {
    try {
      var answer = JSON.readTree(line);
      var asked = waiting.remove(answer.path("id").asInt());
      if (asked == null) {
        return;
      }
      if (answer.has("error")) {
        asked.completeExceptionally(new IllegalStateException(answer.path("error").asText()));
      } else {
        asked.complete(answer.path("result"));
      }
    } catch (JsonProcessingException e) {
      waiting.values().forEach(asked -> asked.completeExceptionally(e));
    }
  }

  private void ended() {
    var end = new IOException("the process ended");
    waiting.values().forEach(asked -> asked.completeExceptionally(end));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
