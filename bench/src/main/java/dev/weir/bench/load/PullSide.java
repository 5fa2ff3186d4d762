package dev.weir.bench.load;

import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How a client pulls: first all there is, then live; when an answer ends it asks again from where
/// it is, over a new connection if it must.
final class PullSide implements Wire.Listener, EventScanner.Listener {
  private static final long ASK_AGAIN_NANOS = 5_000_000;
  private static final long RECONNECT_NANOS = 100_000_000;

  private final LoadClient.World world;
  private final int index;
  private final Place place;
  private final Runnable pulled;
  private final long joinedNanos = System.nanoTime();
  private EventScanner scanner = new EventScanner(this);
  private @Nullable Wire wire;
  private int status;
  private boolean live;
  private boolean closed;

  /// @param pulled called whenever an answer has ended and all there was has come
  PullSide(LoadClient.World world, int index, Place place, Runnable pulled) {
    this.world = world;
    this.index = index;
    this.place = place;
    this.pulled = pulled;
  }

  boolean isLive() {
    return live;
  }

  void connect() {
    if (!closed) {
      wire = world.connect(this);
      ask();
    }
  }

  void close() {
    closed = true;
    var open = wire;
    if (open != null) {
      open.close();
    }
  }

  private void ask() {
    var open = wire;
    if (!closed && open != null) {
      scanner = new EventScanner(this);
      open.send(
          HttpConnection.pull(world.endpoint(), place.store().id(), place.lastS2SeqNum(), live));
    }
  }

  @Override
  public void status(int status) {
    this.status = status;
  }

  @Override
  public void body(byte[] bytes, int from, int to) throws IOException {
    if (status == 200) {
      scanner.scan(bytes, from, to);
    }
  }

  @Override
  public void event(long s2SeqNum, int client, long number, long atMicros) throws IOException {
    if (closed) {
      return;
    }
    if (s2SeqNum != place.lastS2SeqNum() + 1) {
      world.tally().error("pull: an event missing or doubled");
      throw new IOException(
          "store "
              + place.store().id()
              + ": record "
              + s2SeqNum
              + " came after "
              + place.lastS2SeqNum());
    }
    place.pulled(s2SeqNum, client, number, client == index);
    if (live) {
      world.tally().delivered(System.nanoTime() - world.nanosOf(atMicros));
    } else {
      world.tally().caughtUp();
    }
  }

  @Override
  public void ended() {
    if (closed) {
      return;
    }
    if (status != 200) {
      world.tally().error("pull: " + status);
    } else if (!live) {
      live = true;
      world.tally().started(System.nanoTime() - joinedNanos);
    }
    if (live) {
      pulled.run();
    }
    world.loop().at(System.nanoTime() + ASK_AGAIN_NANOS, this::ask);
  }

  @Override
  public void broken(IOException why) {
    if (!closed) {
      world.tally().error("pull: " + why.getMessage());
      wire = null;
      world.loop().at(System.nanoTime() + RECONNECT_NANOS, this::connect);
    }
  }
}
