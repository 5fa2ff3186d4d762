package dev.weir.s2.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendInput;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever is done with a connection lets go of it.
@Timeout(60)
final class ReleasedConnectionsTest {
  private static final int MAX_STREAMS = 4;

  /// How an append session ends without a batch.
  @SuppressWarnings("ImmutableEnumChecker") // the scripts have no state
  enum End {
    REFUSED(
        new ScriptedSessions.Script() {
          @Override
          public Optional<ErrorJson.Response> refusal() {
            return Optional.of(ErrorJson.encode(ErrorCode.STREAM_NOT_FOUND, "there is none"));
          }
        }),
    BY_A_TERMINAL_FRAME(
        new ScriptedSessions.Script() {
          @Override
          public void begun(String query, ScriptedSessions.Answer answer) {
            answer.frame(
                Frame.Terminal.of(ErrorJson.encode(ErrorCode.PERMISSION_DENIED, "no more")));
            answer.end();
          }
        }),
    BY_THE_SERVER(
        new ScriptedSessions.Script() {
          @Override
          public void begun(String query, ScriptedSessions.Answer answer) {
            answer.end();
          }
        }),
    ABORTED(new ScriptedSessions.Script() {});

    private final ScriptedSessions.Script script;

    End(ScriptedSessions.Script script) {
      this.script = script;
    }

    void happens(S2Stream stream) {
      switch (this) {
        case REFUSED ->
            assertThatThrownBy(stream::openAppend).isInstanceOf(RequestRejectedException.class);
        case BY_A_TERMINAL_FRAME ->
            assertThatThrownBy(() -> stream.openAppend().submit(SessionsTest.batch("a")).join())
                .hasMessageContaining("no more");
        case BY_THE_SERVER -> stream.openAppend().close();
        case ABORTED -> stream.openAppend().abort();
      }
    }
  }

  /// A connection has room for few requests at once; as many sessions as that have ended.
  @ParameterizedTest
  @EnumSource(End.class)
  void appendSession_thatEnded_takesNoRoomOnItsConnection(End end) throws IOException {
    var scripts = Collections.nCopies(MAX_STREAMS, end.script);
    try (var server =
            new ScriptedSessions(
                builder ->
                    builder.http(0).idleTimeoutMillis(0).http2MaxStreamsPerConnection(MAX_STREAMS),
                scripts.toArray(ScriptedSessions.Script[]::new));
        var proxy = SilentProxy.start(server.port());
        var s2 = connect(proxy.port())) {
      server.otherwise(new ScriptedSessions.Script() {});
      for (int i = 0; i < MAX_STREAMS; i++) {
        end.happens(stream(s2));
      }
      var first = server.connections().getFirst();
      do { // an abort does not wait for its session's thread
        stream(s2).openAppend().close();
        // OkHttp closes it, once all have let go of it, where a reset came before the session's end
      } while (!server.connections().getLast().equals(first) && !proxy.hasSeenAnEnd());
    }
  }

  @Test
  void close_afterTheServerAdvisedAnotherConnection_endsEvery() throws Exception {
    var reads =
        new ScriptedSessions.Script() {
          @Override
          public void begun(String query, ScriptedSessions.Answer answer) {
            answer.frame(Frame.Message.of(ScriptedSessionsTest.batch(0, 1)));
          }
        };
    var advises =
        new ScriptedSessions.Script() {
          @Override
          public void input(int n, AppendInput input, ScriptedSessions.Answer answer) {
            answer.frame(ScriptedSessionsTest.ack(0, 1, true));
          }
        };
    try (var server =
            new ScriptedSessions(
                builder -> builder.http(0).idleTimeoutMillis(0),
                reads,
                advises,
                new ScriptedSessionsTest.Acknowledging(1));
        var proxy = SilentProxy.start(server.port())) {
      try (var s2 = connect(proxy.port());
          var read = stream(s2).openRead(ReadRequest.fromSeqNum(0))) {
        read.next();
        try (var appends = stream(s2).openAppend()) {
          appends.submit(SessionsTest.batch("a")).join();
          appends.submit(SessionsTest.batch("b")).join();
        }
        assertThat(server.connections())
            .hasSize(3)
            .last()
            .isNotEqualTo(server.connections().get(1));
      }
      assertThat(proxy.awaitEnds(Set.copyOf(server.connections()).size())).isTrue();
    }
  }

  private static S2 connect(int port) {
    return S2Client.connect(
        S2ClientConfig.at("http://127.0.0.1:" + port).withRequestTimeout(Duration.ofSeconds(20)));
  }

  private static S2Stream stream(S2 s2) {
    return s2.basin(new BasinName("test-basin")).stream(new StreamName("orders"));
  }
}
