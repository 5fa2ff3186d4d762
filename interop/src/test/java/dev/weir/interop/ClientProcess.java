package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// A Node process with one LiveStore client or many, which are asked line by line. Questions may
/// overlap.
final class ClientProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A lone surrogate has no UTF-8 to travel in.
  private static final ObjectWriter ASCII =
      JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Writer requests;
  private final OutputTail diagnostics;
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();

  private ClientProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.requests = process.outputWriter(UTF_8);
    this.diagnostics =
        OutputTail.follow(name + "-err", process.errorReader(UTF_8), line -> {}, () -> {});
    OutputTail.follow(name, process.inputReader(UTF_8), this::answered, this::ended);
  }

  static ClientProcess start(Node node, String script, String name) {
    try {
      return new ClientProcess(name, new ProcessBuilder(node.command(script)).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a question and waits for its answer.
  ///
  /// @param wait how long the process itself may take for it
  JsonNode ask(String verb, Map<String, ?> arguments, Duration wait) {
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

  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void send(JsonNode request) {
    try {
      requests.write(ASCII.writeValueAsString(request));
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
}
