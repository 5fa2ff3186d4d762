package dev.weir.bench.round;

import dev.weir.bench.http.Events;
import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/// One measurement of pushing to one store by many: each client pushes one event behind the last
/// one that it knows of, and where others came first, at once another one behind theirs.
public record ContendedRound(int clients, Duration time) {
  /// The head that a refusal tells.
  private static final Pattern HEAD = Pattern.compile("\"minimumExpectedNum\":(\\d+)");

  /// What a round gave: pushes answered and pushes accepted.
  public record Result(double answeredPerSecond, double acceptedPerSecond) {}

  private record Pushed(long answered, long accepted) {}

  public Result run(URI endpoint, String storeId) throws IOException, InterruptedException {
    var factory = Thread.ofPlatform().name("bench-client-", 0).factory();
    try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
      var endNanos = System.nanoTime() + time.toNanos();
      var running = new ArrayList<Future<Pushed>>();
      for (var i = 0; i < clients; i++) {
        var events = new Events(endpoint, storeId, "bench-" + i);
        running.add(threads.submit(() -> push(endpoint, events, endNanos)));
      }
      var answered = 0L;
      var accepted = 0L;
      for (var client : running) {
        answered += client.get().answered();
        accepted += client.get().accepted();
      }
      var seconds = time.toNanos() / 1e9;
      return new Result(answered / seconds, accepted / seconds);
    } catch (ExecutionException e) {
      throw new IOException("a client of " + endpoint + " failed", e.getCause());
    }
  }

  private static Pushed push(URI endpoint, Events events, long endNanos) throws IOException {
    var answered = 0L;
    var accepted = 0L;
    try (var connection = new HttpConnection(endpoint)) {
      while (System.nanoTime() < endNanos) {
        var reply = connection.ask(events.nextPush(1));
        answered++;
        if (reply.status() == 200) {
          accepted++;
        } else {
          events.continueBehind(head(reply));
        }
      }
    }
    return new Pushed(answered, accepted);
  }

  private static long head(HttpConnection.Reply conflict) throws IOException {
    var head = HEAD.matcher(conflict.body());
    if (conflict.status() != 409 || !head.find()) {
      throw new IOException("a push was answered " + conflict);
    }
    return Long.parseLong(head.group(1));
  }
}
