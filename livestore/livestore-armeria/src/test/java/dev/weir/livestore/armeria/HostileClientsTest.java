package dev.weir.livestore.armeria;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever bytes come over a connection: each gets a plain refusal or its connection closed, what
/// is stored stays a chain, and a client that means well notices nothing. Runs for
/// `-Dweir.fuzz.seconds`, from a seed that a failure names.
class HostileClientsTest {
  private static final long SECONDS = Long.getLong("weir.fuzz.seconds", 5);
  private static final int AT_ONCE = 16;

  /// A forged cursor looks like a stream that was made anew, of which an operator must hear.
  private static final int MOST_WARNINGS = 20 * (int) (2 + SECONDS / 60);

  private static final BasinName BASIN = new BasinName("livestore");
  private static final Logger PROXY_LOG = Logger.getLogger("dev.weir");
  private static final Set<Integer> EXPECTED =
      Set.of(200, 400, 404, 405, 409, 411, 413, 414, 415, 417, 431, 501, 505);

  private final S2 streams = S2Lite.inMemory();
  private final LiveStoreProxy proxy = LiveStoreProxy.over(streams, BASIN, ProxyConfig.defaults());
  private final Server server = start();
  private final ConcurrentLinkedQueue<LogRecord> complaints = new ConcurrentLinkedQueue<>();
  private final Handler log = new Complaints();
  private final HttpClient http = HttpClient.newHttpClient();

  private Server start() {
    var builder = Server.builder().http(0);
    var config = ProxyHttpConfig.defaults().withRefusalDelay(Duration.ofMillis(1));
    ProxyRoutes.install(builder, "/api/s2", proxy, config);
    Server built = builder.build();
    built.start().join();
    return built;
  }

  private final class Complaints extends Handler {
    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        complaints.add(record);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    PROXY_LOG.removeHandler(log);
    http.close();
    proxy.close();
    server.stop().join();
    streams.close();
  }

  @Test
  void hostileRequests_harmNoStoreAndNobodyElse() throws Exception {
    PROXY_LOG.addHandler(log);
    long seed = System.nanoTime();
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    var statuses = new TreeMap<Integer, Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attackers = new ArrayList<Future<List<Integer>>>();
      for (int i = 0; i < AT_ONCE; i++) {
        long own = seed + i;
        attackers.add(threads.submit(() -> attack(own, end)));
      }
      int pushed = 0;
      while (System.nanoTime() < end) {
        assertThat(pushGood(++pushed)).as("seed %d", seed).isEqualTo("{\"success\":true}");
      }
      for (var attacker : attackers) {
        attacker.get().forEach(status -> statuses.merge(status, 1, Integer::sum));
      }
      assertThat(chainOf(new StreamName("good"))).isEqualTo(pushed);
    }
    assertThat(statuses.keySet()).as("seed %d", seed).isSubsetOf(EXPECTED).contains(200, 400, 409);
    assertThat(complaints)
        .as("seed %d", seed)
        .extracting(LogRecord::getMessage)
        .allMatch(message -> message.contains("a pull is held"))
        .hasSizeLessThanOrEqualTo(MOST_WARNINGS);
    streams.basin(BASIN).streams().forEach(info -> chainOf(info.name()));
  }

  /// What was answered; a connection that was closed without an answer, or answered in HTTP/2,
  /// counts as 400.
  private List<Integer> attack(long seed, long end) {
    var requests = new HostileRequests(seed);
    var statuses = new ArrayList<Integer>();
    while (System.nanoTime() < end) {
      statuses.add(send(requests.next()));
    }
    return statuses;
  }

  private int send(byte[] request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.activeLocalPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      var start = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return start.startsWith("HTTP/1.1 ") ? Integer.parseInt(start.substring(9)) : 400;
    } catch (IOException e) {
      return 400;
    }
  }

  private String pushGood(int number) throws Exception {
    String event =
        "{\"name\":\"n\",\"args\":{},\"seqNum\":%d,\"parentSeqNum\":%d,\"clientId\":\"c\",\"sessionId\":\"s\"}"
            .formatted(number, number - 1);
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/api/s2"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{\"storeId\":\"good\",\"batch\":[" + event + "]}"))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  /// How many events a stream holds, each of which follows the one before.
  private long chainOf(StreamName name) {
    var stream = streams.basin(BASIN).stream(name);
    long tail = stream.checkTail().seqNum();
    var head = EventSeqNum.ROOT;
    for (long next = 0; next < tail; ) {
      for (var record : stream.read(ReadRequest.fromSeqNum(next)).records()) {
        var event = EncodedEvent.parse(record.body().utf8());
        assertThat(event.parentSeqNum()).as("stream %s at %d", name, next).isEqualTo(head);
        head = event.seqNum();
        next = record.seqNum() + 1;
      }
    }
    return tail;
  }
}
