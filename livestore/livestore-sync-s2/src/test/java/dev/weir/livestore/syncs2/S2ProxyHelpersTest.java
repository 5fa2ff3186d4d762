package dev.weir.livestore.syncs2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.internal.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class S2ProxyHelpersTest {
  @TestFactory
  Stream<DynamicTest> urlsAndHeaders_asTheOriginal() {
    return Vector.tests(
        "urls.json",
        vector -> {
          S2Config config = vector.config();
          assertThat(S2ProxyHelpers.isLiteMode(config)).isEqualTo(vector.bool("lite"));
          assertThat(S2ProxyHelpers.getBasinUrl(config, "/streams"))
              .isEqualTo(vector.text("basinUrl"));
          assertThat(S2ProxyHelpers.getAccountUrl(config, "/basins"))
              .isEqualTo(vector.text("accountUrl"));
          assertThat(S2ProxyHelpers.getAuthHeaders(config.token()))
              .containsExactlyEntriesOf(vector.headers("authHeaders"));
          assertThat(S2ProxyHelpers.getSSEHeaders(config))
              .containsExactlyEntriesOf(vector.headers("sseHeaders"));
          assertThat(S2ProxyHelpers.getPushHeaders(config))
              .containsExactlyEntriesOf(vector.headers("pushHeaders"));
          checkRecordsUrl(config, vector);
        });
  }

  private static void checkRecordsUrl(S2Config config, Vector vector) {
    String stream = vector.text("stream");
    if (!vector.has("url")) {
      assertThatThrownBy(() -> S2ProxyHelpers.getStreamRecordsUrl(config, stream))
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }
    assertThat(S2ProxyHelpers.getStreamRecordsUrl(config, stream))
        .isEqualTo(vector.text("bareUrl"));
    assertThat(S2ProxyHelpers.getStreamRecordsUrl(config, stream, params(vector.object("params"))))
        .isEqualTo(vector.text("url"));
  }

  private static StreamReadParams params(Vector recorded) {
    StreamReadParams params = StreamReadParams.none();
    params = recorded.has("wait") ? params.withWaitSeconds(recorded.number("wait")) : params;
    params = recorded.has("clamp") ? params.withClamp(recorded.bool("clamp")) : params;
    params = recorded.has("count") ? params.withCount(recorded.number("count")) : params;
    return recorded.has("seq_num") ? params.withSeqNum(recorded.number("seq_num")) : params;
  }

  @TestFactory
  Stream<DynamicTest> buildPullRequest_asTheOriginal() {
    return Vector.tests(
        "pull-requests.json",
        vector -> {
          var args =
              new PullArgs(
                  vector.text("storeId"), vector.cursor(), vector.bool("live"), Optional.empty());
          S2PullRequest request = S2ProxyHelpers.buildPullRequest(vector.config(), args);
          assertThat(request.url()).isEqualTo(vector.text("url"));
          assertThat(request.headers()).containsExactlyEntriesOf(vector.headers("headers"));
        });
  }

  @TestFactory
  Stream<DynamicTest> buildPushRequests_asTheOriginal() {
    return Vector.tests(
        "push-requests.json",
        vector -> {
          List<EncodedEvent> batch = vector.has("fill") ? filled(vector) : vector.events("batch");
          if (vector.has("limit")) {
            checkLimit(vector, batch);
            return;
          }
          List<S2PushRequest> requests =
              S2ProxyHelpers.buildPushRequests(vector.config(), vector.text("storeId"), batch);
          List<Vector> expected = vector.objects("requests");
          assertThat(requests).hasSameSizeAs(expected);
          for (int i = 0; i < requests.size(); i++) {
            checkRequest(requests.get(i), expected.get(i));
          }
        });
  }

  private static void checkLimit(Vector vector, List<EncodedEvent> batch) {
    Vector limit = vector.object("limit");
    assertThatThrownBy(
            () -> S2ProxyHelpers.buildPushRequests(vector.config(), vector.text("storeId"), batch))
        .isInstanceOfSatisfying(
            S2LimitExceededException.class,
            e -> {
              assertThat(e.limitType().wireName()).isEqualTo(limit.text("limitType"));
              assertThat(e.max()).isEqualTo(limit.number("max"));
              assertThat(e.actual()).isEqualTo(limit.number("actual"));
              assertThat(e.recordIndex()).isEqualTo(limit.number("recordIndex"));
            });
  }

  private static void checkRequest(S2PushRequest request, Vector expected) {
    assertThat(request.url()).isEqualTo(expected.text("url"));
    assertThat(request.method()).isEqualTo(expected.text("method"));
    assertThat(request.headers()).containsExactlyEntriesOf(expected.headers("headers"));
    if (expected.has("body")) {
      assertThat(request.body()).isEqualTo(expected.text("body"));
    } else {
      byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
      assertThat(body.length).isEqualTo(expected.number("bytes"));
      assertThat(sha256(body)).isEqualTo(expected.text("sha256"));
    }
  }

  @TestFactory
  Stream<DynamicTest> buildPushRequests_ofEventWrittenDifferently_keepsItsText() {
    return Vector.tests(
        "verbatim.json",
        vector -> {
          var event = EncodedEvent.parse(vector.text("input"));
          var original = EncodedEvent.parse(vector.text("originalRecordBody"));
          assertThat(event.json()).isNotEqualTo(original.json());
          assertThat(event.isSame(original)).isTrue();
          String body =
              S2ProxyHelpers.buildPushRequests(S2Config.of("b", "t"), "s", List.of(event))
                  .getFirst()
                  .body();
          assertThat(body).isEqualTo("{\"records\":[{\"body\":" + quote(event.json()) + "}]}");
        });
  }

  @TestFactory
  Stream<DynamicTest> responses_asTheOriginal() {
    return Vector.tests(
        "responses.json",
        vector -> {
          if (vector.isRefused()) {
            assertThatThrownBy(() -> response(vector)).isInstanceOf(IllegalArgumentException.class);
          } else {
            ProxyResponse response = response(vector);
            assertThat(response.status()).isEqualTo((int) vector.number("status"));
            // A web Response sorts its headers, and names mean the same in any order.
            assertThat(response.headers()).isEqualTo(vector.headers("headers"));
            assertThat(response.body().utf8()).isEqualTo(vector.text("body"));
          }
        });
  }

  private static ProxyResponse response(Vector vector) {
    return switch (vector.text("helper")) {
      case "emptyBatchResponse" -> S2ProxyHelpers.emptyBatchResponse();
      case "sseKeepAliveResponse" -> S2ProxyHelpers.sseKeepAliveResponse();
      case "successResponse" -> S2ProxyHelpers.successResponse();
      case "errorResponse" ->
          vector.text("name").equals("errorResponse with its own status")
              ? S2ProxyHelpers.errorResponse(vector.text("message"))
              : S2ProxyHelpers.errorResponse(vector.text("message"), (int) vector.number("status"));
      default -> throw new AssertionError(vector);
    };
  }

  @Test
  void toString_ofWhatHoldsTheToken_doesNotShowIt() {
    S2Config config = S2Config.of("b", "secret").withLite(true).withBasinBase("http://x");
    var args = new PullArgs("s", new Cursor.FromStart(), true, Optional.empty());
    var event = EncodedEvent.of("n", "{}", new EventSeqNum(1), EventSeqNum.ROOT, "c", "s");
    assertThat(
            config
                + S2ProxyHelpers.buildPullRequest(config, args).toString()
                + S2ProxyHelpers.buildPushRequests(config, "s", List.of(event)))
        .doesNotContain("secret");
  }

  private static List<EncodedEvent> filled(Vector vector) {
    var events = new ArrayList<EncodedEvent>();
    for (long length : vector.numbers("lengths")) {
      String args = "{\"x\":" + quote(vector.text("fill").repeat((int) length)) + "}";
      var parent = new EventSeqNum(events.size());
      var seqNum = new EventSeqNum(events.size() + 1);
      events.add(EncodedEvent.of("e", args, seqNum, parent, "c", "s"));
    }
    return events;
  }

  private static String quote(String text) {
    var out = new StringBuilder();
    JsonText.quote(text, out);
    return out.toString();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
