package dev.weir.livestore.syncs2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushPayloadTest {
  private static final String EVENT =
      "{\"name\":\"n\",\"seqNum\":1,\"parentSeqNum\":0,\"clientId\":\"c\",\"sessionId\":\"s\"}";

  @TestFactory
  Stream<DynamicTest> encode_asTheOriginalClient() {
    return Vector.tests(
        "push-bodies.json",
        vector -> {
          var payload = new PushPayload(vector.text("storeId"), vector.events("events"));
          byte[] body = vector.text("body").getBytes(StandardCharsets.UTF_8);
          assertThat(payload.encode()).isEqualTo(body);
          assertThat(PushPayload.decode(body)).isEqualTo(payload);
        });
  }

  @TestFactory
  Stream<DynamicTest> decode_asTheOriginalServer() {
    return Vector.tests(
        "push-payloads.json",
        vector -> {
          if (vector.isRefused()) {
            assertThatThrownBy(() -> decode(vector.text("input")))
                .isInstanceOf(MalformedRequestException.class);
          } else {
            PushPayload expected = decode(vector.text("payload"));
            PushPayload payload = decode(vector.text("input"));
            assertThat(payload.storeId()).isEqualTo(expected.storeId());
            assertThat(payload.batch())
                .usingElementComparator((a, b) -> a.isSame(b) ? 0 : 1)
                .isEqualTo(expected.batch());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void decode_keepsEachEventsText(long seed) {
    var texts = new Texts(seed);
    for (int i = 0; i < 100; i++) {
      List<String> events = new ArrayList<>();
      for (int n = texts.below(6); n > 0; n--) {
        events.add(texts.event(n, texts.below(n)));
      }
      String body =
          (texts.below(5) == 0 ? "\ufeff" : "")
              + ("{" + texts.space() + "\"x\":" + texts.json(2) + ",\"storeId\":" + texts.quoted(5))
              + ("," + texts.space() + "\"batch\" :[" + texts.space())
              + (String.join(texts.space() + "," + texts.space(), events) + texts.space() + "]}");
      assertThat(decode(body).batch())
          .as("seed %d, body %s", seed, body)
          .isEqualTo(events.stream().map(EncodedEvent::parse).toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "80, 0",
    "61 80, 1",
    "C3, 0",
    "C3 28, 0",
    "C0 80, 0",
    "C1 BF, 0",
    "E0 9F BF, 0",
    "C3 A9 ED A0 80, 2",
    "ED BF BF, 0",
    "F0 8F BF BF, 0",
    "F4 90 80 80, 0",
    "F5 80 80 80, 0",
    "F0 9F 98, 0",
    "FE FF, 0",
    "E2 82 AC FF, 3"
  })
  void decode_ofNoUtf8_namesTheByte(String hex, int offset) {
    byte[] prefix = "{\"storeId\":\"".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = bytes(prefix, hex, "\",\"batch\":[]}");
    assertThatThrownBy(() -> PushPayload.decode(bytes))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage("the body is not UTF-8 at byte " + (prefix.length + offset));
  }

  @Test
  void decode_ofEveryCharacter_isUtf8() {
    var text = new StringBuilder();
    for (int c = 0x20; c <= Character.MAX_CODE_POINT; c += c < 0x1000 ? 1 : 37) {
      if (c != '"' && c != '\\' && !(c >= 0xD800 && c <= 0xDFFF)) {
        text.appendCodePoint(c);
      }
    }
    assertThat(decode("{\"storeId\":\"" + text + "\",\"batch\":[]}").storeId())
        .isEqualTo(text.toString());
  }

  @Test
  void decode_ofUtf16_isRefused() {
    byte[] body = "{\"storeId\":\"s\",\"batch\":[]}".getBytes(StandardCharsets.UTF_16BE);
    assertThatThrownBy(() -> PushPayload.decode(body))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage("the body is not JSON: a NUL at byte 0");
  }

  @Test
  void decode_ofWrongEvent_namesThePath() {
    String wrong = EVENT.replace("\"seqNum\":1", "\"seqNum\":\"1\"");
    assertThatThrownBy(() -> decode("{\"storeId\":\"s\",\"batch\":[" + EVENT + "," + wrong + "]}"))
        .hasMessage("batch[1].seqNum must be an integer within ±(2^53-1), but was a string");
    assertThatThrownBy(() -> decode("{\"storeId\":\"s\",\"batch\":[" + EVENT + ",null]}"))
        .hasMessage("batch[1] must be a JSON object, but was null");
  }

  @Test
  void decode_ofDeepNesting_isRefusedPlainly() {
    String args = "[".repeat(100_000);
    assertThatThrownBy(() -> decode("{\"storeId\":\"s\",\"batch\":[{\"args\":" + args))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void decode_ofManyKeys_keepsThem() {
    var args = new StringBuilder("{\"k\":0");
    for (int i = 0; i < 50_000; i++) {
      args.append(",\"").append(Integer.toString(i, 36)).append("\":0");
    }
    String event = EVENT.replace("{", "{\"args\":" + args + "},");
    assertThat(decode("{\"storeId\":\"s\",\"batch\":[" + event + "]}").batch())
        .containsExactly(EncodedEvent.parse(event));
  }

  private static PushPayload decode(String body) {
    return PushPayload.decode(body.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(byte[] prefix, String hex, String suffix) {
    String latin1 =
        new String(prefix, StandardCharsets.ISO_8859_1)
            + new String(HexFormat.of().parseHex(hex.replace(" ", "")), StandardCharsets.ISO_8859_1)
            + suffix;
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
