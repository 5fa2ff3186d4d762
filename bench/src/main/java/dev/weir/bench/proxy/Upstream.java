package dev.weir.bench.proxy;

import dev.weir.bench.http.Events;
import dev.weir.bench.http.HttpConnection;
import dev.weir.bench.round.FanOutRound;
import dev.weir.bench.run.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/// What a proxy asks of the S2 behind it, which counts that.
///
/// @param s2 a Weir
record Upstream(ServerProcess s2) {
  private static final int PUSHES = 1_000;

  double requestsPerPush(URI proxy, String store) throws IOException, InterruptedException {
    var events = new Events(proxy, store);
    try (var connection = new HttpConnection(proxy)) {
      connection.exchange(events.nextPush(1)); // creates the store
      var before = S2Counters.of(s2.endpoint()).requests();
      for (var i = 0; i < PUSHES; i++) {
        connection.exchange(events.nextPush(1));
      }
      return (S2Counters.of(s2.endpoint()).requests() - before) / (double) PUSHES;
    }
  }

  /// Those that are open while so many clients follow one store live.
  double readSessions(URI proxy, String store, int live) throws IOException, InterruptedException {
    while (S2Counters.of(s2.endpoint()).readSessions() > 0) {
      s2.idle(1); // sessions linger when the clients that they fed have gone
    }
    var counted = new CompletableFuture<Long>();
    var round = new FanOutRound(live, 1, 0, 1);
    var unused =
        round.run(
            proxy, store, () -> counted.complete(S2Counters.of(s2.endpoint()).readSessions()));
    return counted.join();
  }
}
