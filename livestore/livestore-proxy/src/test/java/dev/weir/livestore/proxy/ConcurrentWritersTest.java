package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PullArgs;
import dev.weir.livestore.syncs2.PulledPage;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that commit, push, pull and rebase as LiveStore's do, through several proxies over one
/// basin, while appends fail before and after they are stored, reads break, and proxies are thrown
/// away under those who use them. Whatever happens, the stream is one chain and holds every event
/// once. Here everything really runs at once; [StoreModelTest] looks closer, one step at a time.
class ConcurrentWritersTest {
  private static final BasinName BASIN = new BasinName("livestore");
  private static final String STORE = "shared";
  private static final int CLIENTS = 4;
  private static final int EVENTS_PER_CLIENT = 60;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void writers_throughTwoFaultyProxies_leaveOneChainWithEveryEventOnce(long seed) throws Exception {
    try (var s2 = new FaultyS2(S2Lite.inMemory());
        var left = new Host(s2);
        var right = new Host(s2)) {
      injectFaults(s2, new Random(seed));
      List<Callable<Client>> runs = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        var client = new Client("client" + i, i % 2 == 0 ? left : right, new Random(seed * 31 + i));
        runs.add(client::run);
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Client> run : threads.invokeAll(runs, 60, TimeUnit.SECONDS)) {
          assertThat(run.isCancelled()).as("seed %d: a client did not finish", seed).isFalse();
          run.get();
        }
      }
      s2.beforeAppend(() -> {});
      s2.afterAppend(() -> {});
      s2.beforeCall(() -> {});
      assertChain(s2.basin(BASIN).stream(new StreamName(STORE)), seed);
    }
  }

  private static void injectFaults(FaultyS2 s2, Random random) {
    Runnable sometimes =
        () -> {
          boolean fault;
          synchronized (random) {
            fault = random.nextInt(10) == 0;
          }
          if (fault) {
            throw FaultyS2.cut();
          }
        };
    s2.beforeAppend(sometimes);
    s2.afterAppend(sometimes);
    s2.beforeCall(sometimes);
  }

  /// A proxy that can be started anew under its clients.
  private static final class Host implements AutoCloseable {
    private static final ProxyConfig CONFIG =
        ProxyConfig.defaults()
            .withPushDeadline(Duration.ofSeconds(2))
            .withLiveHold(Duration.ofMillis(100));

    private final FaultyS2 s2;
    private final AtomicReference<LiveStoreProxy> proxy;

    Host(FaultyS2 s2) {
      this.s2 = s2;
      this.proxy = new AtomicReference<>(LiveStoreProxy.over(s2, BASIN, CONFIG));
    }

    LiveStoreProxy proxy() {
      return proxy.get();
    }

    void restart() {
      proxy.getAndSet(LiveStoreProxy.over(s2, BASIN, CONFIG)).close();
    }

    @Override
    public void close() {
      proxy.get().close();
    }
  }

  private static void assertChain(S2Stream stream, long seed) {
    List<EncodedEvent> log = new ArrayList<>();
    long tail = stream.checkTail().seqNum();
    for (long next = 0; next < tail; ) {
      for (SequencedRecord record : stream.read(ReadRequest.fromSeqNum(next)).records()) {
        log.add(EncodedEvent.parse(record.body().utf8()));
        next = record.seqNum() + 1;
      }
    }
    for (int i = 0; i < log.size(); i++) {
      assertThat(log.get(i).seqNum().value()).as("seed %d: number at %d", seed, i).isEqualTo(i + 1);
      assertThat(log.get(i).parentSeqNum().value())
          .as("seed %d: parent at %d", seed, i)
          .isEqualTo(i);
    }
    List<String> expected =
        IntStream.range(0, CLIENTS)
            .boxed()
            .flatMap(
                c -> IntStream.range(0, EVENTS_PER_CLIENT).mapToObj(n -> "client" + c + "-" + n))
            .toList();
    assertThat(log.stream().map(EncodedEvent::name))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /// A LiveStore leader in small: pending events are renumbered behind whatever the pull brings.
  private static final class Client {
    private final String id;
    private final Host host;
    private final Random random;
    private final List<String> pending = new ArrayList<>();
    private long head;
    private Cursor cursor = new Cursor.FromStart();

    Client(String id, Host host, Random random) {
      this.id = id;
      this.host = host;
      this.random = random;
    }

    Client run() throws InterruptedException {
      int committed = 0;
      while (committed < EVENTS_PER_CLIENT || !pending.isEmpty()) {
        for (int n = random.nextInt(4); n > 0 && committed < EVENTS_PER_CLIENT; n--) {
          pending.add(id + "-" + committed++);
        }
        push();
        if (random.nextInt(40) == 0) {
          host.restart();
        }
        pull();
      }
      return this;
    }

    private void push() throws InterruptedException {
      var batch = new ArrayList<EncodedEvent>();
      for (String name : pending) {
        long parent = head + batch.size();
        batch.add(event(name, parent));
      }
      try {
        PushResult result = host.proxy().push(Events.push(STORE, batch));
        if (result instanceof PushResult.Accepted && random.nextInt(3) == 0) {
          host.proxy().push(Events.push(STORE, batch)); // as if the answer had been lost
        }
      } catch (StoreUnavailableException e) {
        // pushed again in the next round, as the leader does
      }
    }

    private EncodedEvent event(String name, long parent) {
      return EncodedEvent.parse(
          "{\"name\":\""
              + name
              + "\",\"seqNum\":"
              + (parent + 1)
              + ",\"parentSeqNum\":"
              + parent
              + ",\"clientId\":\""
              + id
              + "\",\"sessionId\":\""
              + id
              + "\"}");
    }

    private void pull() {
      var args = new PullArgs(STORE, cursor, random.nextBoolean(), Optional.empty());
      try {
        host.proxy().pull(args, bytes -> take(new String(bytes, StandardCharsets.UTF_8)));
      } catch (InterruptedException e) {
        return; // the proxy was thrown away
      }
    }

    private void take(String message) {
      if (!message.startsWith("event: batch")) {
        return;
      }
      for (PulledPage.PulledEvent pulled : RecordedPull.page(message).events()) {
        assertThat(pulled.event().parentSeqNum().value())
            .as(id + " is delivered the next event")
            .isEqualTo(head);
        head = pulled.event().seqNum().value();
        cursor = new Cursor.After(pulled.metadata().s2SeqNum());
        if (!pending.isEmpty() && pending.getFirst().equals(pulled.event().name())) {
          pending.removeFirst();
        }
      }
    }
  }
}
