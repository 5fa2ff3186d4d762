package dev.weir.bench.round;

import dev.weir.bench.figures.Histograms;
import dev.weir.bench.http.Events;
import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// One measurement of pushing: each client pushes to a store of its own, the next batch when the
/// last is acknowledged.
///
/// @param clients how many clients push at once, each on its own connection
/// @param batch events per push
/// @param time how long the round goes on, unless each client made `maxPushes` before
/// @param maxPushes the most pushes a client makes
public record PushRound(int clients, int batch, Duration time, int maxPushes) {
  /// What a round gave. Latencies are from the first byte sent to the last received.
  public record Result(double eventsPerSecond, double ackP50Millis, double ackP99Millis) {}

  private record Pushed(int pushes, Histogram ackMicros) {}

  public Result run(URI endpoint, String storePrefix) throws IOException, InterruptedException {
    var start = new CyclicBarrier(clients + 1);
    // Platform threads: a virtual one would add its own scheduling to every answer.
    var factory = Thread.ofPlatform().name("bench-client-", 0).factory();
    try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
      var running = new ArrayList<Future<Pushed>>();
      for (var i = 0; i < clients; i++) {
        var events = new Events(endpoint, storePrefix + "-" + i);
        running.add(threads.submit(client(endpoint, events, start)));
      }
      start.await(60, TimeUnit.SECONDS);
      var startNanos = System.nanoTime();
      var pushes = 0L;
      var ackMicros = Histograms.micros();
      for (var client : running) {
        var pushed = client.get();
        pushes += pushed.pushes();
        ackMicros.add(pushed.ackMicros());
      }
      var seconds = (System.nanoTime() - startNanos) / 1e9;
      return new Result(
          pushes * batch / seconds,
          Histograms.millisAt(50, ackMicros),
          Histograms.millisAt(99, ackMicros));
    } catch (ExecutionException e) {
      throw new IOException("a client of " + endpoint + " failed", e.getCause());
    } catch (java.util.concurrent.BrokenBarrierException
        | java.util.concurrent.TimeoutException e) {
      throw new IOException("a client could not connect to " + endpoint, e);
    }
  }

  private Callable<Pushed> client(URI endpoint, Events events, CyclicBarrier start) {
    return () -> {
      var ackMicros = Histograms.micros();
      var pushes = 0;
      try (var connection = new HttpConnection(endpoint)) {
        // The first push creates the store, which is not what is measured.
        connection.exchange(events.nextPush(1));
        start.await(60, TimeUnit.SECONDS);
        var endNanos = System.nanoTime() + time.toNanos();
        while (pushes < maxPushes && System.nanoTime() < endNanos) {
          var request = events.nextPush(batch);
          var sentNanos = System.nanoTime();
          connection.exchange(request);
          ackMicros.recordValue((System.nanoTime() - sentNanos) / 1_000);
          pushes++;
        }
      }
      return new Pushed(pushes, ackMicros);
    };
  }
}
