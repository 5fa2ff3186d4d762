package dev.weir.s2.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppendJsonTest {
  @Test
  void encode_ofEverything_isTheGoldenText() {
    var record =
        AppendRecord.of("say \"hi\"\n😀")
            .withHeaders(List.of(Header.of("k", "")))
            .withTimestamp(-1);
    var input =
        AppendInput.of(record, AppendRecord.of(""))
            .withMatchSeqNum(0)
            .withFencingToken(new FencingToken(""));

    assertThat(text(AppendJson.encode(input, RecordFormat.RAW)))
        .isEqualTo(
            "{\"records\":[{\"timestamp\":18446744073709551615,\"headers\":[[\"k\",\"\"]],"
                + "\"body\":\"say \\\"hi\\\"\\n😀\"},{}],\"match_seq_num\":0,\"fencing_token\":\"\"}");
    assertThat(
            text(
                AppendJson.encode(
                    AppendInput.of(AppendRecord.of("a"), AppendRecord.of("bc")),
                    RecordFormat.BASE64)))
        .isEqualTo("{\"records\":[{\"body\":\"YQ==\"},{\"body\":\"YmM=\"}]}");
  }

  @Test
  void encodeAck_isTheGoldenText() {
    var ack =
        new AppendAck(
            new StreamPosition(42, 1), new StreamPosition(44, 2), new StreamPosition(-1, 2));

    byte[] text = AppendJson.encodeAck(ack);

    assertThat(text(text))
        .isEqualTo(
            "{\"start\":{\"seq_num\":42,\"timestamp\":1},\"end\":{\"seq_num\":44,\"timestamp\":2},"
                + "\"tail\":{\"seq_num\":18446744073709551615,\"timestamp\":2}}");
    assertThat(AppendJson.decodeAck(text)).isEqualTo(ack);
  }

  @ParameterizedTest
  @EnumSource(RecordFormat.class)
  void decode_ofWhatWasEncoded_isTheSame(RecordFormat format) {
    for (long seed = 0; seed < 200; seed++) {
      var input = randomInput(new Random(seed), format);
      assertThat(AppendJson.decode(AppendJson.encode(input, format), format))
          .as("seed %d", seed)
          .isEqualTo(input);
    }
  }

  @Test
  void decode_ofNullsAndUnknownFields_readsTheRest() {
    var input =
        decode(
            "{\"x\":{\"y\":[1]},\"match_seq_num\":null,\"fencing_token\":null,"
                + "\"records\":[{\"timestamp\":null,\"z\":[[]],\"body\":\"a\"}]}");

    assertThat(input).isEqualTo(AppendInput.of(AppendRecord.of("a")));
  }

  @Test
  void decode_ofATrimInBase64_isTheCommand() {
    String text = "{\"records\":[{\"headers\":[[\"\",\"dHJpbQ==\"]],\"body\":\"AAAAAAAAAAc=\"}]}";

    var input = AppendJson.decode(text.getBytes(UTF_8), RecordFormat.BASE64);

    assertThat(input.records().getFirst().command()).contains(new Command.Trim(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"records\":null}",
        "{\"records\":{}}",
        "{\"records\":[{}]",
        "{\"records\":[{}]} x",
        "{\"records\":[null]}",
        "{\"records\":[{\"body\":null}]}",
        "{\"records\":[{\"body\":1}]}",
        "{\"records\":[{\"body\":\"\\ud800\"}]}",
        "{\"records\":[{\"body\":\"\\udc00\\ud800\"}]}",
        "{\"records\":[{\"timestamp\":-1}]}",
        "{\"records\":[{\"timestamp\":1.0}]}",
        "{\"records\":[{\"timestamp\":\"1\"}]}",
        "{\"records\":[{\"timestamp\":18446744073709551616}]}",
        "{\"records\":[{\"headers\":[[\"a\"]]}]}",
        "{\"records\":[{\"headers\":[[\"a\",\"b\",\"c\"]]}]}",
        "{\"records\":[{\"headers\":null}]}",
        "{\"records\":[{}],\"match_seq_num\":true}",
        "{\"records\":[{}],\"fencing_token\":7}",
        "{\"records\":[{}],\"fencing_token\":\"1234567890123456789012345678901234567\"}",
        // What is no JSON is said before what breaks a rule.
        "{\"records\":[]",
        "{\"records\":[{\"headers\":[[\"\",\"nope\"]]}],\"match_seq_num\":-1}",
      })
  void decode_ofAnotherShape_isBadJson(String text) {
    var e = catchThrowableOfType(RequestRejectedException.class, () -> decode(text));

    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(ErrorCode.BAD_JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{'records':[]}|record batch must not be empty",
        "{'records':[{'headers':[['','x'],['a','b']]}]}|invalid header: empty name",
        "{'records':[{'headers':[['','nope']]}]}|unknown command",
        "{'records':[{'headers':[['','trim']],'body':'abc'}]}"
            + "|invalid `trim` command: earliest sequence number to trim to was 3 bytes, must be 8",
        "{'records':[{'headers':[['','fence']],'body':'1234567890123456789012345678901234567'}]}"
            + "|invalid `fence` command: fencing token must not exceed 36 bytes in length",
      })
  void decode_ofWhatBreaksARule_saysWhich(String text, String message) {
    assertThatThrownBy(() -> decode(text.replace('\'', '"')))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"YQ", "YQ=", "YR==", "YQ==YQ==", "Y=Q=", "====", "YW JhYQ", "YWI-", "é==="})
  void decode_ofMalformedBase64_isInvalid(String body) {
    byte[] text = ("{\"records\":[{\"body\":\"" + body + "\"}]}").getBytes(UTF_8);

    assertThatThrownBy(() -> AppendJson.decode(text, RecordFormat.BASE64))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("invalid Base64 encoding");
  }

  @Test
  void decode_ofTooManyRecords_isInvalid() {
    String text = "{\"records\":[" + "{},".repeat(5000) + "{}]}";

    assertThatThrownBy(() -> decode(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("record batch must not exceed 1000 records");
  }

  @Test
  void decodeAck_ofAnythingElse_isATransportFailure() {
    assertThatThrownBy(() -> AppendJson.decodeAck("<html>".getBytes(UTF_8)))
        .isInstanceOf(TransportException.class);
    assertThatThrownBy(() -> AppendJson.decodeAck("{\"start\":{}}".getBytes(UTF_8)))
        .isInstanceOf(TransportException.class);
  }

  private static AppendInput decode(String text) {
    return AppendJson.decode(text.getBytes(UTF_8), RecordFormat.RAW);
  }

  private static AppendInput randomInput(Random random, RecordFormat format) {
    var records = new ArrayList<AppendRecord>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      var headers = new ArrayList<Header>();
      for (int h = random.nextInt(3); h > 0; h--) {
        var name = Bytes.utf8("h" + randomBytes(random, RecordFormat.RAW).utf8());
        headers.add(new Header(name, randomBytes(random, format)));
      }
      var record = AppendRecord.of(randomBytes(random, format)).withHeaders(headers);
      records.add(random.nextBoolean() ? record.withTimestamp(random.nextLong()) : record);
    }
    var input = AppendInput.of(records);
    return random.nextBoolean() ? input.withMatchSeqNum(random.nextLong()) : input;
  }

  private static Bytes randomBytes(Random random, RecordFormat format) {
    if (format == RecordFormat.BASE64) {
      var bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return Bytes.wrap(bytes);
    }
    int[] points = random.ints(random.nextInt(40), 0, 0x500).toArray();
    String text = new String(points, 0, points.length) + (random.nextBoolean() ? "語😀\"\\" : "");
    return Bytes.utf8(text);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
