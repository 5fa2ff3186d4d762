package dev.weir.s2.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.server.ServerBuilder;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2;
import dev.weir.s2.S2Limits;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.TransportException;
import dev.weir.s2.client.AppendRetry;
import dev.weir.s2.client.Network;
import dev.weir.s2.client.RetryPolicy;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import dev.weir.s2.server.Tls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a client does with connections that fall silent, and are not closed.
@Timeout(120)
final class SilentConnectionsTest {
  private static final BasinName BASIN = new BasinName("test-basin");
  private static final StreamName STREAM = new StreamName("orders");

  /// More than the kernel takes when nobody reads.
  private static final int LARGE_BATCHES = 24;

  private static final int WINDOW_BYTES = 64 * 1024 * 1024;

  @Test
  void appendSession_toAPeerThatDoesNotRead_endsByItsTimeout() throws Exception {
    try (var server = new ScriptedSessions(wide(builder -> builder.http(0)));
        var proxy = SilentProxy.start(server.port());
        var s2 = S2Client.connect(impatient("http://127.0.0.1:" + proxy.port()))) {
      server.otherwise(new ScriptedSessions.Script() {});
      endsWhenSilent(s2, proxy);
    }
  }

  /// Whose own close would wait for the one who writes.
  @Test
  void appendSession_overTlsToAPeerThatDoesNotRead_endsByItsTimeout() throws Exception {
    var pair = new Tls.SelfSigned().load();
    try (var server = new ScriptedSessions(wide(builder -> builder.https(0).tls(pair)));
        var proxy = SilentProxy.start(server.port());
        var s2 =
            S2Client.connect(
                impatient("https://127.0.0.1:" + proxy.port())
                    .withNetwork(Network.DEFAULT.withTrust(NetworkTest.trusting(pair))))) {
      server.otherwise(new ScriptedSessions.Script() {});
      endsWhenSilent(s2, proxy);
    }
  }

  @Test
  void call_overAConnectionThatFellSilent_isTriedOverAnother() throws Exception {
    try (var store = Store.open(Store.Kind.HTTP_2);
        var proxy = SilentProxy.start(store.port());
        var s2 = S2Client.connect(impatient("http://127.0.0.1:" + proxy.port()))) {
      createStream(store);
      try (var read = stream(s2).openRead(ReadRequest.fromSeqNum(0))) { // which keeps it in use
        read.next();
        proxy.silence();
        assertThat(stream(s2).checkTail().seqNum()).isZero();
      }
    }
  }

  @Test
  void appendSession_overAConnectionThatFellSilent_goesOnOverAnother() throws Exception {
    try (var store = Store.open(Store.Kind.HTTP_2);
        var proxy = SilentProxy.start(store.port());
        var s2 =
            S2Client.connect(
                impatient("http://127.0.0.1:" + proxy.port()).withAppendRetry(AppendRetry.ALL))) {
      createStream(store);
      try (var session = stream(s2).openAppend()) {
        session.submit(SessionsTest.batch("a")).join();
        proxy.silence();
        assertThat(session.submit(SessionsTest.batch("b"))).succeedsWithin(Duration.ofMinutes(1));
      }
    }
  }

  private static void endsWhenSilent(S2 s2, SilentProxy proxy) {
    var options =
        AppendSessionOptions.DEFAULT.withMaxInflightBytes(
            (LARGE_BATCHES + 1L) * S2Limits.MAX_BATCH_METERED_BYTES);
    var session = stream(s2).openAppend(options);
    proxy.silence();
    var acks = Stream.generate(() -> session.submit(large())).limit(LARGE_BATCHES).toList();
    for (CompletableFuture<AppendAck> ack : acks) {
      assertThatThrownBy(() -> ack.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TransportException.class)
          .hasMessageContaining("no acknowledgement within");
    }
    assertThatThrownBy(session::close).isInstanceOf(TransportException.class);
  }

  private static AppendInput large() {
    int overhead = 8;
    return AppendInput.of(
        AppendRecord.of(Bytes.wrap(new byte[S2Limits.MAX_BATCH_METERED_BYTES - overhead])));
  }

  /// With windows so wide that the connection itself is what fills up.
  private static UnaryOperator<ServerBuilder> wide(UnaryOperator<ServerBuilder> configured) {
    return builder ->
        configured
            .apply(builder)
            .http2InitialStreamWindowSize(WINDOW_BYTES)
            .http2InitialConnectionWindowSize(WINDOW_BYTES);
  }

  private static S2ClientConfig impatient(String endpoint) {
    return S2ClientConfig.at(endpoint)
        .withRequestTimeout(Duration.ofSeconds(3))
        .withHeartbeatTimeout(Duration.ofHours(1))
        .withRetry(new RetryPolicy(10, Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  private static void createStream(Store store) {
    store.s2().createBasin(BASIN, BasinConfig.DEFAULT);
    store.s2().basin(BASIN).createStream(STREAM, StreamConfig.UNSET);
  }

  private static S2Stream stream(S2 s2) {
    return s2.basin(BASIN).stream(STREAM);
  }
}
