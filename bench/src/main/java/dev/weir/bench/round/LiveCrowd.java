package dev.weir.bench.round;

import dev.weir.bench.figures.Histograms;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Thousands of live clients on one thread, so that they take little from the processors that they
/// share with the server. Each has a connection of its own and checks that it gets every record
/// once and in order.
final class LiveCrowd implements AutoCloseable, CrowdMember.Listener {
  private static final long LONGEST_WAIT_SECONDS = 60;

  private static final long ASK_AGAIN_NANOS = 5_000_000;

  private record Ended(CrowdMember member, long sinceNanos) {}

  /// The stores that are followed.
  ///
  /// @param ids each followed by the same number of clients
  /// @param lastS2SeqNum the last record that each of them holds, which its clients have
  record Stores(List<String> ids, long lastS2SeqNum) {
    Stores {
      ids = List.copyOf(ids);
    }
  }

  /// One event in each store that all its clients wait for.
  static final class Delivery {
    private final long s2SeqNum;
    private final long[] sentNanos;
    private final CountDownLatch left;
    private final Histogram micros = Histograms.micros();

    private Delivery(long s2SeqNum, int stores, int clients) {
      this.s2SeqNum = s2SeqNum;
      this.sentNanos = new long[stores];
      this.left = new CountDownLatch(clients);
    }

    /// The store's event is being sent now.
    void sent(int store) {
      sentNanos[store] = System.nanoTime();
    }
  }

  private final URI endpoint;
  private final Selector selector;
  private final Thread thread;
  private final List<CrowdMember> members = new ArrayList<>();
  private final ConcurrentLinkedQueue<CrowdMember> joining = new ConcurrentLinkedQueue<>();
  private final Queue<Ended> ended = new ArrayDeque<>();
  private final byte[] bytes = new byte[64 << 10];
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length);
  private final CountDownLatch waiting;
  private volatile boolean closed;
  private volatile Optional<Delivery> awaited = Optional.empty();
  private volatile Optional<IOException> failure = Optional.empty();

  private LiveCrowd(URI endpoint, int clients) throws IOException {
    this.endpoint = endpoint;
    selector = Selector.open();
    waiting = new CountDownLatch(clients);
    thread = Thread.ofPlatform().name("bench-crowd").unstarted(this::run);
  }

  /// Connects `clients` clients, spread evenly over `stores`, and returns once all of them wait for
  /// what comes.
  static LiveCrowd join(URI endpoint, Stores stores, int clients)
      throws IOException, InterruptedException {
    var crowd = new LiveCrowd(endpoint, clients);
    crowd.thread.start();
    try {
      for (var i = 0; i < clients; i++) {
        crowd.connect(stores, i % stores.ids().size());
      }
      crowd.await(crowd.waiting, "clients were not answered");
      return crowd;
    } catch (IOException | InterruptedException e) {
      crowd.close();
      throw e;
    }
  }

  private void connect(Stores stores, int store) throws IOException {
    // Blocking, one after the other: the queue of the listening socket is short.
    var channel = SocketChannel.open(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()));
    var id = stores.ids().get(store);
    var member = new CrowdMember(endpoint, id, store, stores.lastS2SeqNum(), channel, this);
    members.add(member);
    channel.configureBlocking(false);
    member.ask();
    joining.add(member);
    selector.wakeup();
  }

  /// Has all clients wait for `s2SeqNum`, one event in each store.
  Delivery expect(long s2SeqNum, int stores) {
    var delivery = new Delivery(s2SeqNum, stores, members.size());
    awaited = Optional.of(delivery);
    return delivery;
  }

  /// Waits until every client has the event.
  ///
  /// @return from sending each event to its arrival at each client of its store
  Histogram await(Delivery delivery) throws IOException, InterruptedException {
    await(delivery.left, "clients did not get record " + delivery.s2SeqNum);
    return delivery.micros;
  }

  private void await(CountDownLatch latch, String what) throws IOException, InterruptedException {
    if (!latch.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS) || failure.isPresent()) {
      throw failure.orElseGet(
          () -> new IOException(latch.getCount() + " of " + members.size() + " " + what));
    }
  }

  @Override
  public void received(CrowdMember member, long s2SeqNum) {
    var delivery = awaited.orElse(null);
    if (delivery != null && s2SeqNum == delivery.s2SeqNum) {
      delivery.micros.recordValue(
          TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - delivery.sentNanos[member.store()]));
      delivery.left.countDown();
    }
  }

  @Override
  public void waiting(CrowdMember member) {
    waiting.countDown();
  }

  @Override
  public void ended(CrowdMember member) {
    ended.add(new Ended(member, System.nanoTime()));
  }

  private void run() {
    try {
      while (!closed) {
        if (ended.isEmpty()) {
          selector.select(this::ready);
        } else {
          selector.select(this::ready, 1);
        }
        askAgain();
        for (var member = joining.poll(); member != null; member = joining.poll()) {
          member.channel().register(selector, SelectionKey.OP_READ, member);
        }
        failure.ifPresent(this::giveUp);
      }
    } catch (IOException e) {
      giveUp(e);
    }
  }

  /// A stock client takes longer than this from a page to its next request.
  private void askAgain() throws IOException {
    var now = System.nanoTime();
    for (var next = ended.peek(); next != null && next.sinceNanos() <= now - ASK_AGAIN_NANOS; ) {
      next.member().ask();
      ended.remove();
      next = ended.peek();
    }
  }

  private void giveUp(IOException why) {
    failure = Optional.of(why);
    closed = true;
    while (waiting.getCount() > 0) {
      waiting.countDown();
    }
    awaited.ifPresent(delivery -> {
      while (delivery.left.getCount() > 0) {
        delivery.left.countDown();
      }
    });
  }

  private void ready(SelectionKey key) {
    var member = (CrowdMember) key.attachment();
    try {
      buffer.clear();
      var length = member.channel().read(buffer);
      if (length < 0) {
        throw new IOException("the server closed the connection of a live client");
      }
      buffer.flip().get(bytes, 0, length);
      member.accept(bytes, length);
    } catch (IOException e) {
      key.cancel();
      failure = Optional.of(e);
    }
  }

  /// Disconnects all.
  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (var member : members) {
      member.channel().close();
    }
    selector.close();
  }
}
