package dev.weir.bench.round;

import dev.weir.bench.figures.Histograms;
import dev.weir.bench.http.Events;
import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// One measurement of live delivery to many: `clients` live clients, spread evenly over `stores`;
/// an event is pushed to each store, and when all of its clients have it, the next one.
///
/// @param warmup events before measuring
/// @param events measured events
public record FanOutRound(int clients, int stores, int warmup, int events) {
  /// Between a delivery to all and the next event, for clients whose response has ended to be back.
  private static final long PAUSE_NANOS = 200_000_000;

  /// What a round gave, from the first byte of a push to its event at a client.
  public record Result(double p50Millis, double p99Millis, double maxMillis) {}

  /// Something to look at while all clients wait.
  public interface Look {
    void at() throws IOException, InterruptedException;
  }

  public Result run(URI endpoint, String storePrefix, Look whileIdle)
      throws IOException, InterruptedException {
    var ids = IntStream.range(0, stores).mapToObj(i -> storePrefix + "-" + i).toList();
    var events = ids.stream().map(id -> new Events(endpoint, id)).toList();
    try (var creator = new HttpConnection(endpoint)) {
      for (var store : events) {
        creator.exchange(store.nextPush(1));
      }
    }
    try (var crowd = LiveCrowd.join(endpoint, new LiveCrowd.Stores(ids, 0), clients)) {
      whileIdle.at();
      // Not before: a Node server ends a connection that was idle for five seconds.
      try (var pusher = new HttpConnection(endpoint)) {
        push(warmup, events, pusher, crowd);
        var micros = push(this.events, events, pusher, crowd);
        return new Result(
            Histograms.millisAt(50, micros),
            Histograms.millisAt(99, micros),
            Histograms.millisAt(100, micros));
      }
    }
  }

  private Histogram push(int count, List<Events> events, HttpConnection pusher, LiveCrowd crowd)
      throws IOException, InterruptedException {
    var all = Histograms.micros();
    for (var i = 0; i < count; i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      var delivery = crowd.expect(events.getFirst().lastEventSeqNum(), stores);
      for (var store = 0; store < stores; store++) {
        var request = events.get(store).nextPush(1);
        delivery.sent(store);
        pusher.exchange(request);
      }
      all.add(crowd.await(delivery));
    }
    return all;
  }
}
