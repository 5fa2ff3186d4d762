package dev.weir.livestore.syncs2.backend;

import static dev.weir.livestore.syncs2.backend.Pages.chain;
import static dev.weir.livestore.syncs2.backend.Pages.event;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.noAnswer;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.BackendReplacedException;
import dev.weir.livestore.sync.backend.OfflineException;
import dev.weir.livestore.sync.backend.PushRejectedException;
import dev.weir.livestore.sync.backend.SyncException;
import dev.weir.livestore.sync.backend.SyncProtocolException;
import dev.weir.livestore.sync.backend.UnauthorizedException;
import dev.weir.livestore.syncs2.backend.ScriptedProxy.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PushTest {
  private static final Answer ACCEPTED = status(200, "{\"success\":true}");

  private final ScriptedProxy proxy = new ScriptedProxy();
  private Optional<S2SyncBackend> opened = Optional.empty();

  @AfterEach
  void close() {
    opened.ifPresent(S2SyncBackend::close);
    proxy.close();
  }

  private S2SyncBackend backend() {
    var backend = S2SyncBackend.open(proxy.config());
    opened = Optional.of(backend);
    return backend;
  }

  @Test
  void push_isWhatTheOriginalSends() throws InterruptedException {
    proxy.then(ACCEPTED);
    assertThat(backend().push(chain(1, 2))).isEqualTo(new PushResult.Accepted());
    var request = proxy.request();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.body())
        .isEqualTo(
            "{\"storeId\":\"s\",\"batch\":[" + event(1).json() + "," + event(2).json() + "]}");
  }

  @Test
  void nothing_isAcceptedWithoutARequest() throws InterruptedException {
    assertThat(backend().push(List.of())).isEqualTo(new PushResult.Accepted());
    assertThat(proxy.requestsLeft()).isZero();
  }

  @Test
  void manyEvents_goInParts_andAConflictEndsThem() throws InterruptedException {
    proxy
        .then(ACCEPTED)
        .then(
            status(
                409,
                "{\"error\":\"behind\",\"code\":\"ServerAhead\",\"minimumExpectedNum\":1500,"
                    + "\"providedNum\":1000}"));
    assertThat(backend().push(chain(1, 2_500)))
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(1_500), new EventSeqNum(1_000)));
    proxy.request();
    assertThat(proxy.request().body())
        .contains("\"seqNum\":2000,")
        .doesNotContain("\"seqNum\":2001,");
    assertThat(proxy.requestsLeft()).isZero();
  }

  @Test
  void conflictOfAProxyThatGivesNoNumbers_isAConflict() throws InterruptedException {
    proxy.then(status(409, "text/plain", "conflict"));
    assertThat(backend().push(chain(3, 3)))
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(2), new EventSeqNum(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e300", "0.5", "\"7\"", "null"})
  void conflictWithAnImpossibleNumber_isAConflict(String number) throws InterruptedException {
    proxy.then(status(409, "{\"minimumExpectedNum\":" + number + ",\"providedNum\":2}"));
    assertThat(backend().push(chain(3, 3)))
        .isEqualTo(new PushResult.ServerAhead(new EventSeqNum(2), new EventSeqNum(2)));
  }

  @Test
  void lostAnswer_isAskedForAgain() throws InterruptedException {
    proxy.then(noAnswer()).then(status(503, "{}")).then(ACCEPTED);
    assertThat(backend().push(chain(1, 1))).isEqualTo(new PushResult.Accepted());
    assertThat(proxy.request().body()).isEqualTo(proxy.request().body());
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(413, "{\"error\":\"large\"}", PushRejectedException.class, "large"),
        Arguments.of(422, "{\"error\":\"not this\"}", PushRejectedException.class, "not this"),
        Arguments.of(400, "{\"error\":\"malformed\"}", SyncProtocolException.class, "malformed"),
        Arguments.of(403, "{\"error\":\"no\"}", UnauthorizedException.class, "no"),
        Arguments.of(410, "{\"error\":\"anew\"}", BackendReplacedException.class, "anew"),
        Arguments.of(302, "", SyncProtocolException.class, "302"),
        Arguments.of(200, "<html>", SyncProtocolException.class, "<html>"),
        Arguments.of(200, "{\"success\":false}", SyncProtocolException.class, "false"),
        Arguments.of(200, "{}", SyncProtocolException.class, "{}"),
        Arguments.of(200, "[".repeat(100_000), SyncProtocolException.class, "[[["),
        Arguments.of(200, "{\"success\":\"true\"}", SyncProtocolException.class, "true"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refusals")
  void refusal_saysWhatItIs_andIsNotRepeated(
      int status, String body, Class<? extends SyncException> kind, String says)
      throws InterruptedException {
    proxy.then(status(status, body));
    var backend = backend();
    assertThatThrownBy(() -> backend.push(chain(1, 1)))
        .isInstanceOf(kind)
        .hasMessageContaining(says);
    proxy.request();
    assertThat(proxy.requestsLeft()).isZero();
  }

  @Test
  void proxyThatIsAway_isOffline() throws InterruptedException {
    proxy.then(noAnswer()).then(noAnswer()).then(noAnswer());
    var backend = backend();
    assertThatThrownBy(() -> backend.push(chain(1, 1))).isInstanceOf(OfflineException.class);
    assertThat(backend.connectivity().isConnected()).isFalse();
  }

  @Test
  void eventThatNoRecordHolds_isRejectedBeforeAnythingIsSent() {
    var large =
        EncodedEvent.of(
            "n",
            "\"" + "x".repeat(1 << 20) + "\"",
            new EventSeqNum(2),
            new EventSeqNum(1),
            "c",
            "s");
    var backend = backend();
    assertThatThrownBy(() -> backend.push(List.of(event(1), large)))
        .isInstanceOfSatisfying(
            PushRejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(PushRejectedException.Reason.TOO_LARGE));
    assertThat(proxy.requestsLeft()).isZero();
  }
}
