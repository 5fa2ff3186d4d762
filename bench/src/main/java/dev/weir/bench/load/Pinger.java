package dev.weir.bench.load;

import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Pings every second, as clients do: one that waits 10 s for the answer counts as offline.
final class Pinger implements Wire.Listener {
  private static final long EVERY_NANOS = 1_000_000_000;

  private final Loop loop;
  private final URI endpoint;
  private final Tally tally;
  private @Nullable Wire wire;
  private long dueNanos;

  Pinger(Loop loop, URI endpoint, Tally tally) {
    this.loop = loop;
    this.endpoint = endpoint;
    this.tally = tally;
  }

  void start() {
    dueNanos = System.nanoTime();
    ping();
  }

  private void ping() {
    try {
      var open = wire == null ? Wire.open(loop, endpoint, this) : wire;
      wire = open;
      open.send(HttpConnection.head(endpoint));
    } catch (IOException e) {
      throw new UncheckedIOException("no socket for a ping", e);
    }
  }

  @Override
  public void status(int status) {
    if (status != 200) {
      tally.error("ping: " + status);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to) {}

  @Override
  public void ended() {
    tally.pinged(System.nanoTime() - dueNanos);
    next();
  }

  @Override
  public void broken(IOException why) {
    tally.error("ping: " + why.getMessage());
    wire = null;
    next();
  }

  private void next() {
    dueNanos = Math.max(dueNanos + EVERY_NANOS, System.nanoTime());
    loop.at(dueNanos, this::ping);
  }
}
