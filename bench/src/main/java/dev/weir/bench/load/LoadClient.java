package dev.weir.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One client: it follows its store live and pushes what it is given, as the stock one does. A push
/// holds what there is, one push is under way at a time, and one that is refused or cut off is
/// repeated. Where others came first, it waits until it has pulled what they pushed, then pushes
/// behind that. Used by the loop's thread alone.
final class LoadClient {
  /// What all clients share.
  record World(Loop loop, URI endpoint, Tally tally, long epochNanos, int eventsOfAPush) {
    private static final long NANOS_PER_MICRO = 1_000;

    long atMicros(long nanos) {
      return (nanos - epochNanos) / NANOS_PER_MICRO;
    }

    long nanosOf(long atMicros) {
      return epochNanos + atMicros * NANOS_PER_MICRO;
    }

    Wire connect(Wire.Listener listener) {
      try {
        return Wire.open(loop, endpoint, listener);
      } catch (IOException e) {
        throw new UncheckedIOException("no socket for a client", e);
      }
    }
  }

  /// An event that is not stored yet.
  ///
  /// @param number counts this client's events
  /// @param atNanos when it was due
  record Pending(long number, long atNanos) {}

  private final World world;
  private final int index;
  private final Place place;
  private final Runnable acknowledged;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long number;
  private @Nullable PullSide pull;
  private @Nullable PushSide push;

  /// @param acknowledged called for each event that is stored
  LoadClient(World world, int index, SharedStore store, Runnable acknowledged) {
    this.world = world;
    this.index = index;
    this.place = new Place(store);
    this.acknowledged = acknowledged;
  }

  SharedStore store() {
    return place.store();
  }

  int pending() {
    return pending.size();
  }

  long lastS2SeqNum() {
    return place.lastS2SeqNum();
  }

  boolean isOnline() {
    var following = pull;
    return following != null && following.isLive();
  }

  /// Comes to a store: to where it was, or to another one or with nothing if nothing is pending.
  void join(SharedStore wanted, boolean withNothing) {
    if (wanted != place.store() || withNothing) {
      place.move(wanted);
    }
    world.tally().joined(place.lastS2SeqNum() < 0);
    var pushing = new PushSide(world, index, place, pending, this::isOnline, acknowledged);
    push = pushing;
    var following = new PullSide(world, index, place, pushing::pulled);
    pull = following;
    following.connect();
  }

  void leave() {
    var following = pull;
    if (following != null) {
      following.close();
      pull = null;
    }
    var pushing = push;
    if (pushing != null) {
      pushing.close();
      push = null;
    }
  }

  /// The user did something at `atNanos`, which may be some time ago.
  void commit(long atNanos, boolean onStaleParent) {
    world.tally().committed();
    pending.add(new Pending(++number, atNanos));
    var pushing = push;
    if (pushing != null) {
      if (onStaleParent) {
        pushing.buildOnStaleParent();
      }
      pushing.pushIfIdle();
    }
  }
}
