package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.wire.AppendProto;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests to encrypted streams: one of each cipher, `sealed-aegis-256` and `sealed-aes-256-gcm`.
class EncryptionTableTest extends RequestTable {
  private static final String ONE = "{'records':[{'headers':[['k','v']],'body':'secret'}]}";
  private static final String KEY = key((byte) 1);
  private static final String OTHER_KEY = key((byte) 2);
  private static final List<String> CIPHERS = List.of("aegis-256", "aes-256-gcm");

  private static String key(byte first) {
    var key = new byte[32];
    key[0] = first;
    return "s2-encryption-key: " + Base64.getEncoder().encodeToString(key);
  }

  @BeforeEach
  void createEncryptedStreams() throws IOException {
    for (String cipher : CIPHERS) {
      String change = "{'stream_cipher':'" + cipher + "','create_stream_on_append':true}";
      assertThat(send("PATCH", "/v1/basins/test-basin", change, JSON).status()).isEqualTo(200);
      assertThat(send("PUT", "/v1/streams/sealed-" + cipher, "", BASIN).body())
          .contains("\"cipher\":\"" + cipher + "\"");
    }
  }

  private static String records(String cipher) {
    return "/v1/streams/sealed-" + cipher + "/records";
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"aegis-256", "aes-256-gcm"})
  void record_isReadWithTheKeyItWasAppendedWith(String cipher) throws IOException {
    String records = records(cipher);

    assertThat(send("POST", records, ONE, BASIN, JSON, KEY).status()).isEqualTo(200);

    assertThat(send("GET", records + "?seq_num=0", "", BASIN, KEY).body())
        .contains("\"headers\":[[\"k\",\"v\"]],\"body\":\"secret\"");
    try (var socket =
            Http.open(
                server.endpoint(),
                "GET",
                records + "?seq_num=0&count=1",
                new byte[0],
                BASIN,
                SSE,
                KEY);
        var events = new Events(socket)) {
      assertThat(events.next()).startsWith("event: batch|").contains("\"body\":\"secret\"");
      assertThat(events.next()).isEqualTo(Events.DONE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"aegis-256", "aes-256-gcm"})
  void request_withoutTheKey_isRefusedInEveryShape(String cipher) throws IOException {
    assertRefusedEverywhere(
        cipher,
        "s2-format: raw",
        "missing encryption key for stream cipher '%s'".formatted(cipher));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"aegis-256", "aes-256-gcm"})
  void request_whoseKeyIsNone_isRefusedInEveryShape(String cipher) throws IOException {
    String invalid = "invalid encryption key for stream cipher '%s': invalid base64";
    assertRefusedEverywhere(cipher, "s2-encryption-key: ***", invalid.formatted(cipher));
    assertRefusedEverywhere(cipher, KEY.replaceFirst("=$", ""), invalid.formatted(cipher));
    assertRefusedEverywhere(cipher, KEY.replaceFirst("A=$", "B="), invalid.formatted(cipher));
    assertRefusedEverywhere(
        cipher,
        "s2-encryption-key: c2hvcnQ=",
        "invalid encryption key length for stream cipher '%s': 5".formatted(cipher));
  }

  private void assertRefusedEverywhere(String cipher, String header, String message)
      throws IOException {
    String records = records(cipher);
    String refused = "{\"code\":\"bad_header\",\"message\":\"" + message + "\"}";
    byte[] proto = AppendProto.encode(AppendInput.of(AppendRecord.of("x")));
    String protobuf = type("application/protobuf");
    for (var answer :
        List.of(
            send("POST", records, ONE, BASIN, JSON, header),
            send("POST", records, proto, BASIN, protobuf, header),
            send("POST", records, "", BASIN, type("s2s/proto"), header),
            send("GET", records + "?seq_num=0&wait=1", "", BASIN, header),
            send("GET", records, "", BASIN, "accept: application/protobuf", header),
            send("GET", records, "", BASIN, SSE, header),
            send("GET", records, "", BASIN, type("s2s/proto"), header))) {
      assertThat(answer.body()).isEqualTo(refused);
      assertThat(answer.status()).isEqualTo(400);
    }
    assertAnswer(send("GET", records + "/tail", "", BASIN), 200, tail(0, 0));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"aegis-256", "aes-256-gcm"})
  void read_withAnotherKey_failsToDecrypt(String cipher) throws IOException {
    String records = records(cipher);
    String failed = error("decryption_failed", "record decryption failed");
    assertThat(send("POST", records, ONE, BASIN, JSON, KEY).status()).isEqualTo(200);
    assertThat(send("POST", records, ONE, BASIN, JSON, OTHER_KEY).status()).isEqualTo(200);

    assertAnswer(send("GET", records + "?seq_num=0", "", BASIN, OTHER_KEY), 400, failed);
    assertThat(send("GET", records + "?seq_num=1", "", BASIN, OTHER_KEY).status()).isEqualTo(200);
    assertAnswer(
        send("GET", records + "?seq_num=0", "", BASIN, OTHER_KEY, "accept: application/protobuf"),
        400,
        failed);
    try (var socket =
            Http.open(
                server.endpoint(),
                "GET",
                records + "?seq_num=0",
                new byte[0],
                BASIN,
                SSE,
                OTHER_KEY);
        var events = new Events(socket)) {
      assertThat(events.status()).isEqualTo(200);
      assertThat(events.next()).isEqualTo("event: error|data: " + failed.replace('\'', '"'));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"aegis-256", "aes-256-gcm"})
  void command_onAnEncryptedStream_needsTheKey_andTakesEffect(String cipher) throws IOException {
    String records = records(cipher);
    String fence = "{'records':[{'headers':[['','fence']],'body':'t'}]}";
    assertThat(send("POST", records, fence, BASIN, JSON).status()).isEqualTo(400);

    assertThat(send("POST", records, fence, BASIN, JSON, KEY).status()).isEqualTo(200);

    String stale = "{'records':[{}],'fencing_token':'u'}";
    assertAnswer(
        send("POST", records, stale, BASIN, JSON, KEY), 412, "{'fencing_token_mismatch':'t'}");
    assertThat(send("GET", records + "?seq_num=0", "", BASIN, OTHER_KEY).body())
        .as("it is not encrypted itself")
        .contains("\"headers\":[[\"\",\"fence\"]],\"body\":\"t\"");
  }

  @Test
  void plainStream_ignoresWhateverKeyThereIs() throws IOException {
    for (String key : List.of(KEY, "s2-encryption-key: ***")) {
      assertThat(send("POST", ORDERS, ONE, BASIN, JSON, key).status()).isEqualTo(200);
      assertThat(send("GET", ORDERS + "?seq_num=3", "", BASIN, key).body()).contains("secret");
    }
  }

  @Test
  void streamCreatedByAnAppendWithoutTheKey_isThere() throws IOException {
    assertThat(send("POST", "/v1/streams/new/records", ONE, BASIN, JSON).status()).isEqualTo(400);
    assertThat(get("/v1/streams/new").status()).isEqualTo(200);
  }

  @Test
  void encryptedStream_isDeletedAndConfiguredWithoutAKey() throws IOException {
    String stream = "/v1/streams/sealed-aegis-256";
    send("POST", stream + "/records", ONE, BASIN, JSON, KEY);

    assertThat(get(stream).status()).isEqualTo(200);
    assertThat(send("PATCH", stream, "{}", BASIN, JSON).status()).isEqualTo(200);
    assertThat(send("DELETE", stream, "", BASIN).status()).isEqualTo(202);
  }

  @Test
  void key_isSeenInNoAnswer() throws IOException {
    String secret = Base64.getEncoder().encodeToString("k".repeat(20).getBytes(UTF_8));
    var answer =
        send("POST", records("aegis-256"), ONE, BASIN, JSON, "s2-encryption-key: " + secret);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain(secret);
  }
}
