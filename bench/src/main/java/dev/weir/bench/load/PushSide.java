package dev.weir.bench.load;

import dev.weir.bench.http.HttpConnection;
import java.io.IOException;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// How a client pushes what is pending: all of it at once, one push at a time.
final class PushSide implements Wire.Listener {
  /// As the stock client repeats: three attempts 0.1 s apart, then again after 1, 2, 4 … 30 s.
  private static final int ATTEMPTS = 3;

  private static final long ATTEMPT_NANOS = 100_000_000;
  private static final long MOST_SECONDS = 30;
  private static final long LONGEST_IDLE_NANOS = 30_000_000_000L;

  private final LoadClient.World world;
  private final int index;
  private final Place place;
  private final Deque<LoadClient.Pending> pending;
  private final BooleanSupplier online;
  private final Runnable acknowledged;
  private final StringBuilder answer = new StringBuilder();
  private @Nullable Wire wire;
  private int status;
  private long usedNanos;

  /// What is under way.
  private int events;

  private long parent;
  private boolean waits;
  private int failures;
  private long missing;
  private boolean stale;
  private boolean closed;

  /// @param online whether it may push
  /// @param acknowledged called for each event that is stored
  PushSide(
      LoadClient.World world,
      int index,
      Place place,
      Deque<LoadClient.Pending> pending,
      BooleanSupplier online,
      Runnable acknowledged) {
    this.world = world;
    this.index = index;
    this.place = place;
    this.pending = pending;
    this.online = online;
    this.acknowledged = acknowledged;
  }

  /// The next push builds on an event that is not the last.
  void buildOnStaleParent() {
    stale = true;
  }

  void close() {
    closed = true;
    var open = wire;
    if (open != null) {
      open.close();
    }
  }

  /// What was missing may be there.
  void pulled() {
    if (place.head() >= missing) {
      missing = 0;
    }
    pushIfIdle();
  }

  void pushIfIdle() {
    if (events == 0 && !waits && missing == 0 && online.getAsBoolean()) {
      dropStored();
      if (!pending.isEmpty()) {
        push();
      }
    }
  }

  /// What a push stored whose answer was lost has come back by now, or will be recognised.
  private void dropStored() {
    while (!pending.isEmpty() && pending.getFirst().number() <= place.lastOwn()) {
      stored(pending.removeFirst());
    }
  }

  private void stored(LoadClient.Pending event) {
    world.tally().acknowledged(System.nanoTime() - event.atNanos());
    acknowledged.run();
  }

  private void push() {
    events = Math.min(pending.size(), world.eventsOfAPush());
    parent = stale && place.head() > 0 ? place.head() - 1 : place.head();
    stale = false;
    var json = new StringBuilder(events * 220 + 64);
    json.append("{\"storeId\":\"").append(place.store().id()).append("\",\"batch\":[");
    var seqNum = parent;
    for (var event : pending) {
      if (seqNum - parent == events) {
        break;
      }
      json.append(seqNum == parent ? "" : ",");
      SharedStore.appendEvent(
          json, index, event.number(), world.atMicros(event.atNanos()), ++seqNum);
    }
    var open = connection();
    open.send(HttpConnection.post(world.endpoint(), json.append("]}").toString()));
  }

  /// The server ends one that was idle for a minute, just when it may be used again. Clients know
  /// that, and leave it in time.
  private Wire connection() {
    var open = wire;
    var now = System.nanoTime();
    if (open == null || now - usedNanos > LONGEST_IDLE_NANOS) {
      if (open != null) {
        open.close();
      }
      open = world.connect(this);
      wire = open;
    }
    usedNanos = now;
    return open;
  }

  @Override
  public void status(int status) {
    this.status = status;
    answer.setLength(0);
  }

  @Override
  public void body(byte[] bytes, int from, int to) {
    for (var i = from; i < to; i++) {
      answer.append((char) bytes[i]);
    }
  }

  @Override
  public void ended() {
    if (closed) {
      return;
    }
    switch (status) {
      case 200 -> accepted();
      case 409 -> behind();
      default -> again("push: " + status);
    }
  }

  private void accepted() {
    for (var i = 0; i < events; i++) {
      var event = pending.removeFirst();
      place.store().holds(parent + i, SharedStore.eventId(index, event.number()));
      stored(event);
    }
    place.stored(parent + events);
    events = 0;
    failures = 0;
    pushIfIdle();
  }

  private void behind() {
    world.tally().conflict();
    events = 0;
    failures = 0;
    missing = minimumExpected();
    pulled();
  }

  private long minimumExpected() {
    var name = "\"minimumExpectedNum\":";
    var at = answer.indexOf(name) + name.length();
    var end = at;
    while (Character.isDigit(answer.charAt(end))) {
      end++;
    }
    return Long.parseLong(answer, at, end, 10);
  }

  @Override
  public void broken(IOException why) {
    if (!closed) {
      wire = null;
      if (events > 0) {
        again("push: " + why.getMessage());
      }
    }
  }

  private void again(String why) {
    world.tally().error(why);
    events = 0;
    waits = true;
    world
        .loop()
        .at(
            System.nanoTime() + pauseNanos(++failures),
            () -> {
              waits = false;
              if (!closed) {
                pushIfIdle();
              }
            });
  }

  private static long pauseNanos(int failures) {
    if (failures % ATTEMPTS != 0) {
      return ATTEMPT_NANOS;
    }
    var doublings = Math.min(failures / ATTEMPTS - 1, 5);
    return Math.min(MOST_SECONDS, 1L << doublings) * 1_000_000_000;
  }
}
