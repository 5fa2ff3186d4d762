package dev.weir.bench.round;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.bench.figures.Spread;
import dev.weir.bench.http.Events;
import dev.weir.bench.http.HttpConnection;
import dev.weir.bench.http.RecordScanner;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One measurement of catching up: clients that have nothing pull a store of `events` events.
public record CatchUp(int events) {
  private static final int EVENTS_A_PUSH = 4_000;
  private static final int LAST_BYTES = 512;

  /// Fills a store.
  public void fill(URI endpoint, String storeId) throws IOException {
    var pushes = new Events(endpoint, storeId);
    try (var pusher = new HttpConnection(endpoint)) {
      for (var left = events; left > 0; left -= EVENTS_A_PUSH) {
        pusher.exchange(pushes.nextPush(Math.min(left, EVENTS_A_PUSH)));
      }
    }
  }

  /// Pulls all of the store, looking at every record.
  ///
  /// @throws IOException if one is missing, doubled or out of order
  public void check(URI endpoint, String storeId) throws IOException {
    var seen = new long[] {0};
    var scanner =
        new RecordScanner(s2SeqNum -> {
          if (s2SeqNum != seen[0]++) {
            throw new IOException(
                "record " + s2SeqNum + " came where " + (seen[0] - 1) + " is due");
          }
        });
    try (var connection = new HttpConnection(endpoint)) {
      var body = connection.open(request(endpoint, storeId));
      var buffer = new byte[256 << 10];
      for (var n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        scanner.scan(buffer, 0, n);
      }
    }
    if (seen[0] != events) {
      throw new IOException(seen[0] + " of " + events + " events came");
    }
  }

  /// Pulls all of the store with `clients` clients at once.
  ///
  /// @return how long each took, from the first request on
  public Spread run(URI endpoint, String storeId, int clients)
      throws IOException, InterruptedException {
    var factory = Thread.ofPlatform().name("bench-catch-up-", 0).factory();
    try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
      var startNanos = System.nanoTime();
      var running = new ArrayList<Future<Double>>();
      for (var i = 0; i < clients; i++) {
        running.add(
            threads.submit(() -> {
              pull(endpoint, storeId);
              return (System.nanoTime() - startNanos) / 1e9;
            }));
      }
      var seconds = new ArrayList<Double>();
      for (var client : running) {
        seconds.add(client.get());
      }
      return new Spread(seconds);
    } catch (ExecutionException e) {
      throw new IOException("a client of " + endpoint + " failed to catch up", e.getCause());
    }
  }

  /// Takes the bytes as fast as they come, and looks at the end alone.
  private void pull(URI endpoint, String storeId) throws IOException {
    var end = new StringBuilder();
    try (var connection = new HttpConnection(endpoint)) {
      var body = connection.open(request(endpoint, storeId));
      var buffer = new byte[256 << 10];
      for (var n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        var from = Math.max(0, n - LAST_BYTES);
        end.append(new String(buffer, from, n - from, ISO_8859_1));
        end.delete(0, Math.max(0, end.length() - LAST_BYTES));
      }
    }
    if (end.indexOf("\\\"seqNum\\\":" + events + ",") < 0) {
      throw new IOException("a response ended before the last event: " + end);
    }
  }

  private static byte[] request(URI endpoint, String storeId) {
    return HttpConnection.pull(endpoint, storeId, -1, false);
  }
}
