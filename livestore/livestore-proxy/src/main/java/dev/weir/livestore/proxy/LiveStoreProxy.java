package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EventBatch;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.PullArgs;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A LiveStore API proxy over one S2 basin, without its HTTP. Thread-safe; calls block and belong
/// on virtual threads. Any number of proxies may serve one basin, in one process or many: S2's
/// conditional append is all they share.
public final class LiveStoreProxy implements AutoCloseable {
  /// UTF-16 units of a store's id.
  public static final int MAX_STORE_ID_LENGTH = 512;

  private static final System.Logger LOG = System.getLogger(LiveStoreProxy.class.getName());
  private static final long SWEEP_SECONDS = 5;

  private final ProxyConfig config;
  private final Stores stores;
  private final PushCorridor pushes;
  private final PullCorridor pulls;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread sweeper;

  private LiveStoreProxy(S2 s2, BasinName basin, ProxyConfig config) {
    this.config = config;
    this.stores = new Stores(s2, basin, config);
    this.pushes = new PushCorridor(config, closing);
    this.pulls = new PullCorridor(config, closing);
    this.sweeper = Thread.ofVirtual().name("weir-stores").unstarted(this::sweep);
  }

  /// A proxy over `basin` of `s2`, which stays the caller's to close. The basin and its streams are
  /// created as needed.
  public static LiveStoreProxy over(S2 s2, BasinName basin, ProxyConfig config) {
    var proxy = new LiveStoreProxy(s2, basin, config);
    proxy.sweeper.start();
    return proxy;
  }

  /// Stores a push, or tells why it cannot be stored yet. An accepted push is durable, and a
  /// repeated one is recognised.
  ///
  /// @throws InvalidStoreIdException if the id is empty or too long
  /// @throws dev.weir.livestore.sync.MalformedBatchException if the events are not a chain
  /// @throws EventTooLargeException if an event does not fit an S2 record
  /// @throws StreamTakenException if the id leads to a stream that belongs to another store
  /// @throws StoreFullException if the store would grow beyond [ProxyConfig#maxStoreEvents()]
  /// @throws StoreUnavailableException if S2 did not answer in time; pushing the same again is safe
  public PushResult push(PushPayload payload) throws InterruptedException {
    return decide(payload).result();
  }

  /// Does what [#push] does, and tells more about it.
  public PushDecision decide(PushPayload payload) throws InterruptedException {
    requireStoreId(payload.storeId());
    EventBatch batch = EventBatch.of(payload.batch());
    try (Stores.Lease lease = stores.lease(payload.storeId())) {
      return pushes.push(lease.store(), batch);
    }
  }

  /// Writes the answer to a pull, a `text/event-stream`, to `sink`. A live pull returns after one
  /// page or when it was held long enough; another one after everything up to the present tail.
  ///
  /// @throws InvalidStoreIdException if the id is empty or too long; nothing was sent
  /// @throws InterruptedException if the client has gone, or the proxy closed without an answer to
  ///   give
  public void pull(PullArgs args, PullSink sink) throws InterruptedException {
    pull(args, sink, Deadline.never());
  }

  /// Does the same until its client's credentials end. A live pull ends cleanly then, and so does
  /// another one that has sent a page, of whose repeat a stock client would die; before that its
  /// end would say that there is nothing.
  ///
  /// @throws InterruptedException also if the credentials end without an answer to give
  public void pull(PullArgs args, PullSink sink, Deadline deadline) throws InterruptedException {
    requireStoreId(args.storeId());
    try (Stores.Lease lease = stores.lease(args.storeId())) {
      pulls.pull(lease.store(), args, sink, deadline);
    } catch (StoreUnavailableException e) {
      throw new InterruptedException(e.getMessage());
    }
  }

  /// Writes the answer to a live pull as one long `text/event-stream`: page after page as events
  /// come, with pings between, until [ProxyConfig#longLive()] is reached. Only for clients that
  /// drop what they are sent again: when such a response breaks off, a stock client asks for all of
  /// it anew, and dies of the repeat.
  ///
  /// @param args [PullArgs#live()] is taken for true
  /// @throws InvalidStoreIdException if the id is empty or too long; nothing was sent
  /// @throws InterruptedException if the client has gone
  public void follow(PullArgs args, PullSink sink) throws InterruptedException {
    follow(args, sink, Deadline.never());
  }

  /// Does the same, and ends cleanly when its client's credentials end.
  public void follow(PullArgs args, PullSink sink, Deadline deadline) throws InterruptedException {
    requireStoreId(args.storeId());
    try (Stores.Lease lease = stores.lease(args.storeId())) {
      pulls.follow(lease.store(), args.cursor(), sink, deadline);
    } catch (StoreUnavailableException e) {
      throw new InterruptedException(e.getMessage());
    }
  }

  /// When a pull that has to wait may begin.
  @FunctionalInterface
  public interface PullTurn {
    /// Waits, and tells whether it may.
    boolean await(long nanos) throws InterruptedException;
  }

  /// Keeps a pull waiting for its turn, with pings. A live pull for [ProxyConfig#liveHold()], as if
  /// there were nothing new; another one as long as it takes, as its end would be taken for the end
  /// of the store.
  ///
  /// @return whether its turn has come; otherwise its answer is complete
  /// @throws InterruptedException if the client has gone, or the proxy closes, or the client's
  ///   credentials end, without an answer to give
  public boolean hold(PullArgs args, PullTurn turn, PullSink sink, Deadline deadline)
      throws InterruptedException {
    config.telemetry().listener().pullDelayed();
    return pulls.hold(args, turn, sink, deadline);
  }

  /// Fails where no store can have that id.
  ///
  /// @throws InvalidStoreIdException with the reason
  public static void requireStoreId(String storeId) {
    if (storeId.isEmpty()) {
      throw new InvalidStoreIdException("storeId is empty");
    }
    if (storeId.length() > MAX_STORE_ID_LENGTH) {
      throw new InvalidStoreIdException(
          "storeId has "
              + storeId.length()
              + " characters; "
              + MAX_STORE_ID_LENGTH
              + " are the most");
    }
  }

  /// Waits until [#close()] is called.
  ///
  /// @return whether it was, before `nanos` have passed
  public boolean awaitClosed(long nanos) throws InterruptedException {
    return closing.await(nanos, TimeUnit.NANOSECONDS);
  }

  /// How this proxy behaves.
  public ProxyConfig config() {
    return config;
  }

  private void sweep() {
    try {
      while (!closing.await(SWEEP_SECONDS, TimeUnit.SECONDS)) {
        sweepOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One round that fails must not end all rounds: nothing would be forgotten any more.
  private void sweepOnce() {
    try {
      stores.sweep();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "forgetting idle stores failed; it is tried again", e);
    }
  }

  /// Whether [#close()] was called: no push or pull is answered any more.
  public boolean isClosed() {
    return closing.getCount() == 0;
  }

  /// Ends held live pulls cleanly, stops following streams, and waits for that. May be called
  /// twice.
  @Override
  public void close() {
    closing.countDown();
    stores.close();
    try {
      sweeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
