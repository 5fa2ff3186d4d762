package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.wire.ReadProto;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ten thousand connections that mean ill leave nothing behind, and nobody else notices.
class AbuseTest {
  private static final int CONNECTIONS = 10_000;
  private static final int AT_ONCE = 64;
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final long HEAP_SLACK_BYTES = 8L * 1024 * 1024;
  private static final long BUFFER_SLACK_BYTES = 32L * 1024 * 1024;

  private final TestStore store = new TestStore();
  private final S2Server server = S2Server.start(store, S2ServerConfig.LOOPBACK);
  private final FrameClient client = new FrameClient(server.endpoint());

  AbuseTest() {
    store.set(S2Lite.inMemory());
    var basin = new BasinName(FrameClient.BASIN);
    store.createBasin(basin, BasinConfig.DEFAULT);
    for (String name : List.of("orders", "large", "good")) {
      store.basin(basin).createStream(new StreamName(name), StreamConfig.UNSET);
    }
    var large = AppendInput.of(AppendRecord.of("x".repeat(200_000)));
    for (int i = 0; i < 10; i++) {
      store.basin(basin).stream(new StreamName("large")).append(large);
    }
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    store.close();
  }

  @Test
  void tenThousandAbusiveConnections_leaveNothingBehind_andAGoodSessionNoticesNothing()
      throws Exception {
    long seed = System.nanoTime();
    abuse(20 * Abuse.values().length, seed); // classes, buffers and threads that stay are made now
    awaitNothingOpen();
    var before = Footprint.now();

    try (var appends = client.append("good");
        var reads = client.read("good", "");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var good = new GoodSession(appends, reads);
      var going = threads.submit(good::run);
      int wrongAnswers = abuse(CONNECTIONS, seed);
      good.stop = true;
      assertThat(wrongAnswers).as("seed %d", seed).isZero();
      assertThat(going.get()).as("inputs, each acknowledged and followed in turn").isPositive();
    }

    awaitNothingOpen();
    await("sockets as before", () -> Footprint.now().handles() <= before.handles());
    await("memory as before", () -> Footprint.now().isWithin(before));
  }

  /// A client may change its mind, but not hundreds of times a minute: each costs the server more
  /// than the client.
  @Test
  void resetsWithoutMeasure_endTheConnection_andNoOther() throws Exception {
    try (var appends = client.append("good");
        var connection = new RawHttp2(server.address())) {
      for (int i = 0; i < 1_000; i++) {
        connection.reset(connection.open("GET", "/v1/streams/orders/records", Abuse.FRAMES));
      }
      var frame = connection.next();
      while (frame.type() != RawHttp2.GOAWAY) {
        frame = connection.next();
      }
      int enhanceYourCalm = 11;
      assertThat(ByteBuffer.wrap(frame.payload()).getInt(4)).isEqualTo(enhanceYourCalm);
      appends.send(SessionFixture.frame("still here"));
      assertThat(SessionFixture.ack(appends.message()).start().seqNum()).isZero();
    }
    awaitNothingOpen();
  }

  private void awaitNothingOpen() {
    await("no session open", () -> server.openSessions() == 0);
    await("no read of the store open", () -> store.sessions().isEmpty());
    await("no append to the store open", () -> store.appendSessions() == 0);
  }

  /// How many connections were answered otherwise than they should.
  private int abuse(int connections, long seed) throws Exception {
    byte[] input = SessionFixture.frame("in flight");
    var kinds = Abuse.values();
    var running = new ArrayList<Future<Boolean>>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (int i = 0; i < connections; i++) {
        var kind = kinds[i % kinds.length];
        // Each source address has ports of its own, of which closed ones rest for a minute.
        var from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + i % 10)});
        var target = new Abuse.Target(server.address(), from, new Random(seed + i), input);
        running.add(threads.submit(() -> isAnsweredWell(kind, target)));
      }
    }
    int wrong = 0;
    for (var each : running) {
      wrong += each.get() ? 0 : 1;
    }
    return wrong;
  }

  private static boolean isAnsweredWell(Abuse kind, Abuse.Target target) throws IOException {
    return kind.run(target).map(answer -> answer.contains("\"code\":\"bad_frame\"")).orElse(true);
  }

  /// Appends one record after the other, and reads each.
  private static final class GoodSession {
    private final FrameClient.Session appends;
    private final FrameClient.Session reads;
    private volatile boolean stop;

    GoodSession(FrameClient.Session appends, FrameClient.Session reads) {
      this.appends = appends;
      this.reads = reads;
    }

    /// How many records went round.
    long run() throws IOException {
      long next = 0;
      while (!stop) {
        appends.send(SessionFixture.frame("good"));
        assertThat(SessionFixture.ack(appends.message()).start().seqNum()).isEqualTo(next);
        var batch = ReadProto.decode(reads.message().body());
        while (batch.records().isEmpty()) { // a heartbeat
          batch = ReadProto.decode(reads.message().body());
        }
        assertThat(batch.records()).hasSize(1);
        assertThat(batch.records().getFirst().seqNum()).isEqualTo(next);
        next++;
      }
      appends.finish().assertEnd();
      return next;
    }
  }

  /// What the process holds.
  ///
  /// @param handles open files and sockets
  /// @param heapBytes what is in use after a collection
  /// @param bufferBytes what Netty's allocator has taken
  private record Footprint(long handles, long heapBytes, long bufferBytes) {
    static Footprint now() {
      System.gc();
      var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
      var heap = Runtime.getRuntime();
      return new Footprint(
          openHandles(),
          heap.totalMemory() - heap.freeMemory(),
          metric.usedHeapMemory() + metric.usedDirectMemory());
    }

    boolean isWithin(Footprint before) {
      return heapBytes <= before.heapBytes + HEAP_SLACK_BYTES
          && bufferBytes <= before.bufferBytes + BUFFER_SLACK_BYTES;
    }

    private static long openHandles() {
      try (var handles = Files.list(Path.of("/proc/self/fd"))) {
        return handles.count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void await(String what, BooleanSupplier reached) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as(what).isNegative();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
