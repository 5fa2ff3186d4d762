package dev.weir.bench.round;

import dev.weir.bench.figures.Histograms;
import dev.weir.bench.http.Events;
import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/// Pushes of single events to many stores by a few clients, each of which has its share of the
/// stores.
public final class SpreadPushes {
  private static final int CLIENTS = 32;

  private final URI endpoint;
  private final List<List<Events>> shares = new ArrayList<>();
  private final String prefix;
  private int stores;

  /// What a round gave.
  public record Result(double eventsPerSecond, double ackP50Millis, double ackP99Millis) {}

  private interface Share {
    void push(List<Events> stores, HttpConnection connection, Histogram micros) throws IOException;
  }

  public SpreadPushes(URI endpoint, String prefix) {
    this.endpoint = endpoint;
    this.prefix = prefix;
    for (var client = 0; client < CLIENTS; client++) {
      shares.add(new ArrayList<>());
    }
  }

  /// Knows of so many stores that have one event each.
  public static SpreadPushes behindOneEach(URI endpoint, String prefix, int count) {
    var pushes = new SpreadPushes(endpoint, prefix);
    pushes.addStores(count);
    pushes.shares.forEach(share -> share.forEach(store -> store.continueBehind(1)));
    return pushes;
  }

  /// Creates stores of one event each until there are so many.
  public Result growTo(int count) throws IOException, InterruptedException {
    var first = shares.stream().map(List::size).toList();
    addStores(count);
    return run(client ->
        (mine, connection, micros) -> {
          for (var store : mine.subList(first.get(client), mine.size())) {
            timed(store, connection, micros);
          }
        });
  }

  private void addStores(int count) {
    for (; stores < count; stores++) {
      shares.get(stores % CLIENTS).add(new Events(endpoint, prefix + "-" + stores));
    }
  }

  /// Each client pushes to one after another of its stores, drawn at random.
  public Result push(int seconds) throws IOException, InterruptedException {
    var end = System.nanoTime() + seconds * 1_000_000_000L;
    return run(client ->
        (mine, connection, micros) -> {
          var random = new Random(client);
          while (!mine.isEmpty() && System.nanoTime() < end) {
            timed(mine.get(random.nextInt(mine.size())), connection, micros);
          }
        });
  }

  private static void timed(Events store, HttpConnection connection, Histogram micros)
      throws IOException {
    var request = store.nextPush(1);
    var sentNanos = System.nanoTime();
    connection.exchange(request);
    micros.recordValue((System.nanoTime() - sentNanos) / 1_000);
  }

  private Result run(IntFunction<Share> work) throws IOException, InterruptedException {
    var factory = Thread.ofPlatform().name("bench-client-", 0).factory();
    try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
      var startNanos = System.nanoTime();
      var running = new ArrayList<Future<Histogram>>();
      for (var client = 0; client < CLIENTS; client++) {
        running.add(threads.submit(client(shares.get(client), work.apply(client))));
      }
      var micros = Histograms.micros();
      for (var client : running) {
        micros.add(client.get());
      }
      var seconds = (System.nanoTime() - startNanos) / 1e9;
      return new Result(
          micros.getTotalCount() / seconds,
          Histograms.millisAt(50, micros),
          Histograms.millisAt(99, micros));
    } catch (ExecutionException e) {
      throw new IOException("a client of " + endpoint + " failed", e.getCause());
    }
  }

  private Callable<Histogram> client(List<Events> mine, Share share) {
    return () -> {
      var micros = Histograms.micros();
      try (var connection = new HttpConnection(endpoint)) {
        share.push(mine, connection, micros);
      }
      return micros;
    };
  }
}
