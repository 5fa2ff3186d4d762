package dev.weir.s2.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.Change;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamReconfiguration;
import dev.weir.s2.Timestamping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconfigurationJsonTest {
  private static final StreamReconfiguration NONE = StreamReconfiguration.NONE;

  @Test
  void encode_ofNoChange_isAnEmptyObject() {
    assertThat(text(ReconfigurationJson.encode(NONE))).isEqualTo("{}");
    assertThat(text(ReconfigurationJson.encode(BasinReconfiguration.NONE))).isEqualTo("{}");
  }

  @Test
  void encode_ofOneNestedField_leavesItsNeighbourOut() {
    assertThat(text(ReconfigurationJson.encode(NONE.withTimestampingMode(Change.clear()))))
        .isEqualTo("{\"timestamping\":{\"mode\":null}}");
    assertThat(text(ReconfigurationJson.encode(NONE.withTimestampingUncapped(Change.to(true)))))
        .isEqualTo("{\"timestamping\":{\"uncapped\":true}}");
  }

  @Test
  void encode_ofEverything_isTheGoldenText() {
    var change =
        BasinReconfiguration.NONE
            .withDefaultStreamConfig(
                new StreamReconfiguration(
                    Change.to(StorageClass.STANDARD),
                    Change.to(new RetentionPolicy.Age(-1)),
                    Change.to(Timestamping.Mode.CLIENT_REQUIRE),
                    Change.clear(),
                    Change.to(0L)))
            .withStreamCipher(Change.to(StreamCipher.AES_256_GCM))
            .withCreateStreamOnAppend(true)
            .withCreateStreamOnRead(false);

    assertThat(text(ReconfigurationJson.encode(change)))
        .isEqualTo(
            "{\"default_stream_config\":{\"storage_class\":\"standard\","
                + "\"retention_policy\":{\"age\":18446744073709551615},"
                + "\"timestamping\":{\"mode\":\"client-require\",\"uncapped\":null},"
                + "\"delete_on_empty\":{\"min_age_secs\":0}},"
                + "\"stream_cipher\":\"aes-256-gcm\","
                + "\"create_stream_on_append\":true,\"create_stream_on_read\":false}");
  }

  @Test
  void decode_ofEveryCombination_isWhatWasEncoded() {
    int count = 0;
    for (var stream : everyStreamChange()) {
      assertThat(ReconfigurationJson.decodeStream(ReconfigurationJson.encode(stream)))
          .isEqualTo(stream);
      for (var cipher : changes(StreamCipher.AEGIS_256)) {
        for (var flag : List.of(Optional.<Boolean>empty(), Optional.of(true), Optional.of(false))) {
          var basin = new BasinReconfiguration(stream, cipher, flag, Optional.of(false));
          assertThat(ReconfigurationJson.decodeBasin(ReconfigurationJson.encode(basin)))
              .isEqualTo(basin);
          count++;
        }
      }
    }
    assertThat(count).isEqualTo(243 * 9);
  }

  private static List<StreamReconfiguration> everyStreamChange() {
    var all = new ArrayList<StreamReconfiguration>();
    for (var storage : changes(StorageClass.EXPRESS)) {
      for (var retention : changes((RetentionPolicy) new RetentionPolicy.Infinite())) {
        for (var mode : changes(Timestamping.Mode.ARRIVAL)) {
          for (var uncapped : changes(false)) {
            for (var minAge : changes(0L)) {
              all.add(new StreamReconfiguration(storage, retention, mode, uncapped, minAge));
            }
          }
        }
      }
    }
    return all;
  }

  private static <T> List<Change<T>> changes(T value) {
    return List.of(Change.keep(), Change.clear(), Change.to(value));
  }

  @Test
  void decode_ofANullAtEachLevel_clearsAllBelow() {
    assertThat(stream("{\"timestamping\":null}"))
        .isEqualTo(
            NONE.withTimestampingMode(Change.clear()).withTimestampingUncapped(Change.clear()));
    assertThat(stream("{\"timestamping\":{\"mode\":null}}"))
        .isEqualTo(NONE.withTimestampingMode(Change.clear()));
    assertThat(stream("{\"timestamping\":{}}")).isEqualTo(NONE);
    assertThat(stream("{\"delete_on_empty\":null}"))
        .isEqualTo(NONE.withDeleteOnEmptyMinAgeSecs(Change.clear()));
    assertThat(stream("{\"delete_on_empty\":{\"min_age_secs\":null}}"))
        .isEqualTo(NONE.withDeleteOnEmptyMinAgeSecs(Change.clear()));
    assertThat(stream("{\"delete_on_empty\":{}}")).isEqualTo(NONE);
    assertThat(stream("{\"storage_class\":null,\"retention_policy\":null}"))
        .isEqualTo(NONE.withStorageClass(Change.clear()).withRetentionPolicy(Change.clear()));
    assertThat(basin("{\"default_stream_config\":null}").defaultStreamConfig())
        .isEqualTo(StreamReconfiguration.CLEAR);
    assertThat(basin("{\"default_stream_config\":{}}")).isEqualTo(BasinReconfiguration.NONE);
    assertThat(basin("{\"default_stream_config\":{\"retention_policy\":null}}"))
        .isEqualTo(
            BasinReconfiguration.NONE.withDefaultStreamConfig(
                NONE.withRetentionPolicy(Change.clear())));
    assertThat(basin("{\"stream_cipher\":null}").streamCipher()).isEqualTo(Change.clear());
  }

  @Test
  void decode_ofUnknownFields_leavesThemOut() {
    assertThat(stream("{\"x\":1,\"timestamping\":{\"y\":[{}]},\"delete_on_empty\":{\"z\":null}}"))
        .isEqualTo(NONE);
    assertThat(basin("{\"x\":{},\"default_stream_config\":{\"y\":1}}"))
        .isEqualTo(BasinReconfiguration.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}{}",
        "{\"create_stream_on_append\":null}",
        "{\"create_stream_on_read\":null}",
        "{\"create_stream_on_read\":1}",
        "{\"stream_cipher\":\"rot13\"}",
        "{\"stream_cipher\":{}}",
        "{\"default_stream_config\":[]}",
        "{\"default_stream_config\":{\"storage_class\":\"EXPRESS\"}}",
        "{\"default_stream_config\":{\"retention_policy\":{}}}",
        "{\"default_stream_config\":{\"retention_policy\":{\"age\":null}}}",
        "{\"default_stream_config\":{\"retention_policy\":{\"age\":-1}}}",
        "{\"default_stream_config\":{\"retention_policy\":{\"age\":1,\"infinite\":{}}}}",
        "{\"default_stream_config\":{\"timestamping\":{\"mode\":\"other\"}}}",
        "{\"default_stream_config\":{\"timestamping\":{\"uncapped\":\"true\"}}}",
        "{\"default_stream_config\":{\"delete_on_empty\":60}}",
        "{\"default_stream_config\":{\"delete_on_empty\":{\"min_age_secs\":1.5}}}",
      })
  void decode_ofWhatIsNoChange_isBadJson(String text) {
    var rejected = catchThrowableOfType(RequestRejectedException.class, () -> basin(text));

    assertThat(rejected).as(text).isNotNull();
    assertThat(rejected.code()).isEqualTo(ErrorCode.BAD_JSON);
  }

  @Test
  void decode_ofRetentionOfNoTime_isInvalid() {
    assertThatThrownBy(() -> stream("{\"retention_policy\":{\"age\":0}}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("age must be greater than 0 seconds");
    assertThatThrownBy(
            () -> basin("{\"default_stream_config\":{\"retention_policy\":{\"age\":0}}}"))
        .isInstanceOf(InvalidInputException.class);
  }

  private static StreamReconfiguration stream(String text) {
    return ReconfigurationJson.decodeStream(text.getBytes(UTF_8));
  }

  private static BasinReconfiguration basin(String text) {
    return ReconfigurationJson.decodeBasin(text.getBytes(UTF_8));
  }

  private static String text(byte[] text) {
    return new String(text, UTF_8);
  }
}
