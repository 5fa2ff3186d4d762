package dev.weir.bench.round;

import dev.weir.bench.figures.Histograms;
import dev.weir.bench.http.Events;
import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One measurement of delivery: a client pushes single events, another follows the same store live;
/// from the first byte of the push to the event at the other client. The next push waits for the
/// delivery of the last.
///
/// @param warmup pushes before measuring
/// @param pushes measured pushes
/// @param time how long the measured part goes on at most
public record DeliveryRound(int warmup, int pushes, Duration time) {
  /// What a round gave.
  public record Result(double p50Millis, double p99Millis) {}

  public Result run(URI endpoint, String storeId) throws IOException, InterruptedException {
    return run(endpoint, endpoint, storeId);
  }

  /// The same with two proxies, one for each client.
  public Result run(URI pusherEndpoint, URI pullerEndpoint, String storeId)
      throws IOException, InterruptedException {
    var events = new Events(pusherEndpoint, storeId);
    var deliveryMicros = Histograms.micros();
    try (var pusher = new HttpConnection(pusherEndpoint)) {
      pusher.exchange(events.nextPush(1)); // creates the store
      try (var puller = LivePuller.start(pullerEndpoint, storeId)) {
        puller.awaitNanos(1);
        var endNanos = Long.MAX_VALUE;
        for (var i = -warmup; i < pushes && System.nanoTime() < endNanos; i++) {
          if (i == 0) {
            endNanos = System.nanoTime() + time.toNanos();
          }
          var request = events.nextPush(1);
          var sentNanos = System.nanoTime();
          pusher.exchange(request);
          var deliveredNanos = puller.awaitNanos(events.lastEventSeqNum());
          if (i >= 0) {
            deliveryMicros.recordValue(TimeUnit.NANOSECONDS.toMicros(deliveredNanos - sentNanos));
          }
        }
      }
    }
    return new Result(
        Histograms.millisAt(50, deliveryMicros), Histograms.millisAt(99, deliveryMicros));
  }
}
