package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Events on their way to a subscriber, in order, on a thread of their own. Ends with [#close], or
/// with its replica.
public final class Subscription implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Subscription.class.getName());
  private static final int MAX_PAGE_EVENTS = 1_000;

  private final String name;
  private final Projection projection;
  private final Watched<Progress> progress;
  private final Journal journal;
  private final Pauses pauses;
  private final Consumer<Throwable> onFailure;
  private final Consumer<Subscription> onClose;
  private final Watched<Place> place = new Watched<>(new Place(EventSeqNum.ROOT, Optional.empty()));
  private final Thread thread;
  private volatile boolean closing;

  Subscription(
      String name,
      Projection projection,
      Watched<Progress> progress,
      Journal journal,
      Pauses pauses,
      Consumer<Throwable> onFailure,
      Consumer<Subscription> onClose) {
    this.name = name;
    this.projection = projection;
    this.progress = progress;
    this.journal = journal;
    this.pauses = pauses;
    this.onFailure = onFailure;
    this.onClose = onClose;
    this.thread = Thread.ofVirtual().name("weir-replica-subscription-" + name).unstarted(this::run);
  }

  private record Place(EventSeqNum reached, Optional<Throwable> failure) {}

  void start() {
    thread.start();
  }

  /// The last event that was dealt with.
  public EventSeqNum reached() {
    return place.get().reached();
  }

  /// Why the subscriber failed, if the last it did was to fail.
  public Optional<Throwable> failure() {
    return place.get().failure();
  }

  /// Waits until an event was dealt with, for at most that long.
  ///
  /// @return whether it was
  public boolean await(EventSeqNum event, Duration timeout) throws InterruptedException {
    return place.await(now -> !event.isAfter(now.reached()), timeout.toNanos());
  }

  private void run() {
    try (LogReader reader = journal.reader()) {
      while (!isOver()) {
        follow(reader);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed while it waited
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "subscription " + name + " ended", e);
      failed(e);
    }
  }

  /// Until the subscriber fails.
  private void follow(LogReader reader) throws InterruptedException {
    try {
      reach(projection.checkpoint());
      while (awaitMore()) {
        deliver(reader);
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      failed(e);
      var unused = place.await(now -> closing, pauses.nextNanos());
    }
  }

  private void deliver(LogReader reader) throws Exception {
    EventSeqNum after = reached();
    List<EncodedEvent> events = reader.read(after, MAX_PAGE_EVENTS);
    if (!events.isEmpty() && !isOver()) {
      var page = new EventPage(after, events);
      projection.apply(page);
      pauses.reset();
      reach(page.checkpoint());
    }
  }

  /// @return false once there is no more to wait for
  private boolean awaitMore() throws InterruptedException {
    EventSeqNum after = reached();
    progress.await(now -> closing || now.isClosed() || now.backendHead().isAfter(after));
    return !isOver();
  }

  private boolean isOver() {
    return closing || progress.get().isClosed();
  }

  private void reach(EventSeqNum reached) {
    place.set(new Place(reached, Optional.empty()));
  }

  private void failed(Throwable why) {
    place.set(new Place(reached(), Optional.of(why)));
    onFailure.accept(why);
  }

  /// Delivers no more, and waits for the page that is being dealt with, unless it is the subscriber
  /// that calls. May be called twice.
  @Override
  public void close() {
    closing = true;
    progress.lookAgain();
    place.lookAgain();
    onClose.accept(this);
    try {
      if (Thread.currentThread() != thread) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
