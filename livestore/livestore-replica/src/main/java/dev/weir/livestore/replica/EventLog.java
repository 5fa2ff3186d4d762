package dev.weir.livestore.replica;

import dev.weir.livestore.sync.ClientEvent;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.SyncBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// A replica of one store's log: the events that its backend has, and behind them this replica's
/// own that the backend does not have yet. Commits are local and at once; pushing, pulling and
/// rebasing go on in the background, through outages and restarts. Thread-safe.
///
/// All its events are shared: events that never leave their client are for others to keep. Events
/// of any name are kept, known or not.
public final class EventLog implements AutoCloseable {
  /// Room for what an event's two numbers may grow by when it is renumbered.
  private static final int NUMBERS_BYTES = 32;

  private final EventLogConfig config;
  private final SyncBackend backend;
  private final Journal journal;
  private final Notices notices;
  private final Semaphore room;
  private final LogWriter writer;
  private final Thread writerThread;
  private final Thread puller;
  private final Thread pusher;
  private final ReentrantLock readerLock = new ReentrantLock();
  private final LogReader reader;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private EventLog(EventLogConfig config, SyncBackend backend, Journal journal) {
    this.config = config;
    this.backend = backend;
    this.journal = journal;
    this.notices = new Notices(config.storeId());
    Journal.Recovered recovered = journal.recover();
    this.room = new Semaphore(config.maxPending() - recovered.pending().size());
    this.writer = new LogWriter(config, journal, recovered, notices, room);
    this.reader = journal.reader();
    // A call of SQLite would hold a virtual thread's carrier.
    this.writerThread = Thread.ofPlatform().daemon().name(threadName("log")).unstarted(writer);
    this.puller =
        Thread.ofVirtual().name(threadName("pull")).unstarted(new Puller(writer, backend, config));
    this.pusher =
        Thread.ofVirtual().name(threadName("push")).unstarted(new Pusher(writer, backend, config));
  }

  private String threadName(String what) {
    return "weir-replica-" + what + "-" + config.storeId();
  }

  /// Opens the replica, with whatever was pending when it ended last, and begins to sync.
  ///
  /// @param backend the log of [EventLogConfig#storeId()]; stays the caller's to close, after this
  /// @throws ReplicaInUseException if it is open elsewhere
  /// @throws ReplicaStorageException if the file is no replica of that store, or cannot be opened
  public static EventLog open(EventLogConfig config, SyncBackend backend) {
    return open(
        config,
        backend,
        config
            .file()
            .<Journal>map(file -> SqliteJournal.open(file, config.storeId()))
            .orElseGet(MemoryJournal::new));
  }

  static EventLog open(EventLogConfig config, SyncBackend backend, Journal journal) {
    EventLog log;
    try {
      log = new EventLog(config, backend, journal);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
    log.writerThread.start();
    log.puller.start();
    log.pusher.start();
    return log;
  }

  /// Commits events, all or none, behind what is committed already. They are pushed in the same
  /// order, though perhaps not at once, and other clients' events may come between.
  ///
  /// Returns without waiting for the disk, unless [EventLogConfig#maxPending()] events wait for
  /// their confirmation.
  ///
  /// @throws OversizeEventException if an event is larger than [EventLogConfig#maxEventBytes()]
  /// @throws ReplicaFullException if no room came in time
  /// @throws ReplicaClosedException if the replica is closed
  /// @throws dev.weir.livestore.sync.MalformedEventException if arguments are not JSON
  public Commit commit(List<NewEvent> events) throws InterruptedException {
    var copy = List.copyOf(events);
    if (copy.isEmpty() || copy.size() > config.maxPending()) {
      throw new IllegalArgumentException(
          "1 to " + config.maxPending() + " events can be committed, but not " + copy.size());
    }
    List<ClientEvent> drafts = copy.stream().map(this::draft).toList();
    var commit = new Commit(copy.size());
    takeRoom(copy.size());
    try {
      writer.submit(new Message.Committing(copy, drafts, commit));
    } catch (ReplicaClosedException | InterruptedException e) {
      room.release(copy.size());
      throw e;
    }
    return commit;
  }

  /// The same for one event or few.
  public Commit commit(NewEvent... events) throws InterruptedException {
    return commit(List.of(events));
  }

  private ClientEvent draft(NewEvent event) {
    ClientEvent draft = PendingEvents.draft(event, journal.author());
    String json = draft.encoded().json();
    int most = config.maxEventBytes() - NUMBERS_BYTES;
    if (json.length() > most / 3 && json.getBytes(StandardCharsets.UTF_8).length > most) {
      throw new OversizeEventException(
          "event %s has %d bytes; the backend takes %d. Nothing was committed"
              .formatted(event.name(), json.getBytes(StandardCharsets.UTF_8).length, most));
    }
    return draft;
  }

  private void takeRoom(int events) throws InterruptedException {
    if (!room.tryAcquire(events, config.commitTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new ReplicaFullException(
          "store %s: %d events may be pending, and no room for %d came in %s; nothing was committed. %s"
              .formatted(
                  config.storeId(), config.maxPending(), events, config.commitTimeout(), status()));
    }
  }

  /// How it stands.
  public ReplicaStatus status() {
    Progress now = writer.progress().get();
    return new ReplicaStatus(
        now.localHead(),
        now.backendHead(),
        now.committed() - now.confirmed(),
        now.committed() - now.acknowledged(),
        now.caughtUp(),
        backend.connectivity().isConnected(),
        now.state(),
        now.lastError());
  }

  /// Waits until the backend has all that was committed before this call, for at most that long.
  ///
  /// @return whether it has; no if the replica is closed
  public boolean awaitConfirmed(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (!awaitWritten(timeout)) {
      return false;
    }
    long committed = writer.progress().get().committed();
    return writer
        .progress()
        .await(now -> now.acknowledged() >= committed, deadline - System.nanoTime());
  }

  /// Waits until this replica and the backend have the same, for at most that long: nothing is
  /// pending, what was committed before this call included, and the backend had no more when it was
  /// last asked.
  ///
  /// @return whether they have; no if the replica is closed
  public boolean awaitSynced(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    return awaitWritten(timeout)
        && writer
            .progress()
            .await(
                now -> now.caughtUp() && now.confirmed() == now.committed(),
                deadline - System.nanoTime());
  }

  /// Commits return before they are written: until then they do not show in the progress.
  private boolean awaitWritten(Duration timeout) throws InterruptedException {
    var written = new CompletableFuture<Void>();
    try {
      writer.submit(new Message.Reached(written));
      await(written.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS));
      return true;
    } catch (ReplicaClosedException e) {
      return false;
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof TimeoutException) {
        return false;
      }
      throw e;
    }
  }

  /// Keeps a projection up to date, from its own checkpoint on: exactly once, if it stores that
  /// together with the rest.
  ///
  /// @param name for threads and messages
  public Subscription subscribe(String name, Projection projection) {
    if (closed.get()) {
      throw new ReplicaClosedException("the replica is closed");
    }
    var subscription =
        new Subscription(
            name,
            projection,
            writer.progress(),
            journal,
            new Pauses(config.firstRetry(), config.maxRetry()),
            why -> notices.tell(() -> config.listener().subscriptionFailed(name, why)),
            subscriptions::remove);
    subscriptions.add(subscription);
    subscription.start();
    return subscription;
  }

  /// Has `handler` deal with every confirmed event, in order. The replica keeps how far it has
  /// come, under this name: after a crash the last page may come again, so that every event is
  /// dealt with at least once.
  public Subscription subscribe(String name, EventHandler handler) {
    return subscribe(name, new KeptCheckpoint(name, handler, journal, writer));
  }

  /// Has `handler` deal with every confirmed event behind `after`, in order, as long as the
  /// subscription lasts.
  public Subscription subscribe(EventSeqNum after, EventHandler handler) {
    return subscribe("after-" + after, new PassingCheckpoint(after, handler));
  }

  /// Confirmed events behind `after`, oldest first; at most `max`, and fewer if they are large.
  public List<EncodedEvent> confirmedAfter(EventSeqNum after, int max) {
    readerLock.lock();
    try {
      if (closed.get()) {
        throw new ReplicaClosedException("the replica is closed");
      }
      return reader.read(after, max);
    } finally {
      readerLock.unlock();
    }
  }

  /// What this replica committed and the backend has not confirmed, oldest first, with the numbers
  /// of now.
  public List<EncodedEvent> pending() throws InterruptedException {
    var answer = new CompletableFuture<List<ClientEvent>>();
    writer.submit(new Message.ListPending(answer));
    return await(answer).stream().map(ClientEvent::encoded).toList();
  }

  /// Pushes a rejected event again. Without one, nothing happens.
  public void retryRejected() throws InterruptedException {
    decide(false);
  }

  /// Forgets a rejected event; those behind it move up. Its commit fails with the rejection if it
  /// was the commit's last. Without a rejected event, nothing happens.
  public void discardRejected() throws InterruptedException {
    decide(true);
  }

  private void decide(boolean drop) throws InterruptedException {
    var done = new CompletableFuture<Void>();
    writer.submit(new Message.Decided(drop, done));
    await(done);
  }

  static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /// Who this replica's events are by: a random id, the same for as long as its file is.
  public String clientId() {
    return journal.author().clientId();
  }

  /// The session of [#clientId()], as lasting.
  public String sessionId() {
    return journal.author().sessionId();
  }

  /// Makes durable what was committed, ends subscriptions and syncing, and closes the file. What is
  /// pending stays in the file and is pushed when it is opened again. May be called twice, and by a
  /// listener.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List.copyOf(subscriptions).forEach(Subscription::close);
    end(puller);
    end(pusher);
    try {
      writer.submit(new Message.Close());
    } catch (ReplicaClosedException e) {
      // It ended by itself, of a fault.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    join(writerThread);
    notices.close();
    readerLock.lock();
    try {
      reader.close();
    } finally {
      readerLock.unlock();
    }
    journal.close();
  }

  private static void end(Thread thread) {
    thread.interrupt();
    join(thread);
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
