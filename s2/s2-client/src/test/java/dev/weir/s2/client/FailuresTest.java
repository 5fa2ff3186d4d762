package dev.weir.s2.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.ErrorJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What callers see when things fail, and what is tried again.
@Timeout(30)
final class FailuresTest extends ClientTest {
  private static final AppendInput HELLO = AppendInput.of(AppendRecord.of("hello"));
  private static final String TAIL = "{\"tail\":{\"seq_num\":3,\"timestamp\":4}}";
  private static final String ACK =
      "{\"start\":{\"seq_num\":4,\"timestamp\":1},\"end\":{\"seq_num\":5,\"timestamp\":2},"
          + "\"tail\":{\"seq_num\":6,\"timestamp\":3}}";

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCode_ofARead_isRetriedAsItAllows(ErrorCode code) {
    server.otherwise(ScriptedServer.error(ErrorJson.encode(code, "because")));
    var e = catchThrowableOfType(RequestRejectedException.class, () -> stream().checkTail());
    assertThat(e.code()).isEqualTo(code);
    assertThat(e).hasMessageContaining("because");
    assertThat(server.requests()).hasSize(code.isRetryable() ? 3 : 1);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCode_ofAnAppend_isRetriedOnlyWithoutSideEffects(ErrorCode code) {
    server.otherwise(ScriptedServer.error(ErrorJson.encode(code, "because"), "retry-after: 0"));
    assertThatThrownBy(() -> stream().append(HELLO)).isInstanceOf(RequestRejectedException.class);
    boolean again = code.isRetryable() && code.hasNoSideEffects();
    assertThat(server.requests()).hasSize(again ? 3 : 1);
  }

  @Test
  void append_withFailedCondition_saysWhatHolds() {
    server.then(ScriptedServer.json(412, "{\"seq_num_mismatch\":9}"));
    var e =
        catchThrowableOfType(AppendConditionFailedException.class, () -> stream().append(HELLO));
    assertThat(e.mismatch()).isEqualTo(new AppendConditionFailedException.Mismatch.SeqNum(9));
  }

  @Test
  void read_beyondTail_saysTheTail() {
    server.then(ScriptedServer.json(416, TAIL));
    var e =
        catchThrowableOfType(
            RangeNotSatisfiableException.class, () -> stream().read(ReadRequest.fromSeqNum(9)));
    assertThat(e.tail()).isEqualTo(new StreamPosition(3, 4));
  }

  @Test
  void answer_thatEchoesTheToken_isRedacted() {
    server.then(ScriptedServer.json(400, "<html>authorization: Bearer top-secret</html>"));
    assertThatThrownBy(() -> stream().checkTail())
        .hasMessageContaining("[redacted]")
        .hasMessageNotContaining("top-secret");
  }

  @Test
  void answer_withAWordThatIsTheToken_keepsItsMeaning() {
    reconnect(config().withAccessToken(new AccessToken("seq")));
    server.then(ScriptedServer.json(412, "{\"seq_num_mismatch\":9}"));
    assertThatThrownBy(() -> stream().append(HELLO))
        .isInstanceOf(AppendConditionFailedException.class);
  }

  @Test
  void answer_ofSuccessThatEchoesTheToken_isRedacted() {
    server.otherwise(ScriptedServer.json(200, "top-secret"));
    var e = catchThrowableOfType(TransportException.class, () -> stream().append(HELLO));
    for (Throwable each = e; each != null; each = each.getCause()) {
      assertThat(each).hasMessageNotContaining("secret");
    }
    assertThat(e.hasNoSideEffects()).isFalse();
  }

  @Test
  void answer_cutWithinTheToken_isRedacted() {
    server.then(ScriptedServer.json(400, "x".repeat(994) + "top-secret"));
    assertThatThrownBy(() -> stream().checkTail()).hasMessageNotContaining("top-");
  }

  @Test
  void answer_thatIsNotS2s_isATransportFailure() {
    server.otherwise(ScriptedServer.json(200, "<html>hello</html>"));
    var e = catchThrowableOfType(TransportException.class, () -> stream().append(HELLO));
    assertThat(e.hasNoSideEffects()).isFalse();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void checkTail_afterResets_succeeds() {
    server
        .then(ScriptedServer.reset())
        .then(ScriptedServer.reset())
        .then(ScriptedServer.json(200, TAIL));
    assertThat(stream().checkTail().seqNum()).isEqualTo(3);
  }

  @Test
  void append_thatIsReset_isSentOnce() {
    server.otherwise(ScriptedServer.reset());
    var e = catchThrowableOfType(TransportException.class, () -> stream().append(HELLO));
    assertThat(e.hasNoSideEffects()).isFalse();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void append_onConnectionThatTheServerReset_isSentOnce() {
    server.then(ScriptedServer.json(200, ACK)).otherwise(ScriptedServer.reset());
    stream().append(HELLO);
    var e = catchThrowableOfType(TransportException.class, () -> stream().append(HELLO));
    assertThat(e.hasNoSideEffects()).isFalse();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void append_toClosedPort_isTriedThriceAndSentNothing() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var config = S2ClientConfig.at("http://127.0.0.1:" + port);
    reconnect(config.withRetry(new RetryPolicy(3, Duration.ofMillis(20), Duration.ofMillis(20))));
    long start = System.nanoTime();
    var e = catchThrowableOfType(TransportException.class, () -> stream().append(HELLO));
    assertThat(e.hasNoSideEffects()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(40));
  }

  @Test
  void append_withoutAnswer_timesOut() {
    reconnect(config().withRequestTimeout(Duration.ofSeconds(2)));
    server.otherwise(ScriptedServer.silence());
    var e = catchThrowableOfType(TransportException.class, () -> stream().append(HELLO));
    assertThat(e).hasMessageContaining("no answer within 2000 ms");
    assertThat(e.hasNoSideEffects()).isFalse();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void read_withTrickledBody_timesOutAsAWhole() {
    reconnect(config().withRequestTimeout(Duration.ofMillis(300)).withRetry(RetryPolicy.NONE));
    server.then((request, socket) -> {
      var out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n".getBytes(US_ASCII));
      socket.setSoTimeout(10); // a pause that ends early when the client goes away
      boolean open = true;
      while (open) {
        out.write(' ');
        try {
          open = socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
          // still there
        }
      }
    });
    assertThatThrownBy(() -> stream().checkTail()).isInstanceOf(TransportException.class);
  }

  @Test
  void create_thatIsRetried_keepsItsToken() {
    server
        .then(ScriptedServer.error(ErrorJson.encode(ErrorCode.UNAVAILABLE, "later")))
        .then(ScriptedServer.reset())
        .then(ScriptedServer.json(201, "{\"name\":\"s\",\"created_at\":\"2026-01-02T03:04:05Z\"}"));
    s2.basin(BASIN).createStream(new StreamName("s"), StreamConfig.UNSET);
    assertThat(server.requests()).hasSize(3);
    assertThat(server.requests().stream().map(r -> r.headers().get("s2-request-token")).distinct())
        .hasSize(1);
  }

  @Test
  void retryAfter_isHonoured() {
    server
        .then(
            ScriptedServer.error(
                ErrorJson.encode(ErrorCode.RATE_LIMITED, "slow"), "retry-after-ms: 300"))
        .then(ScriptedServer.json(200, TAIL));
    long start = System.nanoTime();
    stream().checkTail();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void interrupt_ofAPlatformThread_cancelsTheCall() throws Exception {
    var arrived = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    server.then((request, socket) -> {
      arrived.countDown();
      ScriptedServer.silence().to(request, socket);
      gone.countDown();
    });
    var failure = new CompletableFuture<S2Exception>();
    var flag = new CompletableFuture<Boolean>();
    var caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                stream().append(HELLO);
              } catch (S2Exception e) {
                flag.complete(Thread.currentThread().isInterrupted());
                failure.complete(e);
              }
            });
    arrived.await();
    caller.interrupt();
    assertThat(failure.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedCallException.class);
    assertThat(flag.get()).isTrue();
    assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
