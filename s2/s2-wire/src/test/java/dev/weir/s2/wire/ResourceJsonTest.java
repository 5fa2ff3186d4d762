package dev.weir.s2.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.LocationInfo;
import dev.weir.s2.LocationName;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.Timestamping;
import dev.weir.s2.TransportException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Locations, where basins are created, and configurations in a header.
class ResourceJsonTest {
  private static final LocationName IRELAND = new LocationName("aws:eu-west-1");

  @Test
  void location_isReadBackAsOneAndAsAList() {
    var one = new LocationInfo(IRELAND, false);
    var other = new LocationInfo(new LocationName("own.1"), true);

    assertThat(text(LocationJson.encode(one)))
        .isEqualTo("{\"name\":\"aws:eu-west-1\",\"is_private\":false}");
    assertThat(LocationJson.decode(LocationJson.encode(other))).isEqualTo(other);
    assertThat(text(LocationJson.encodeList(List.of(one))))
        .isEqualTo("[{\"name\":\"aws:eu-west-1\",\"is_private\":false}]");
    assertThat(LocationJson.decodeList(LocationJson.encodeList(List.of(one, other))))
        .containsExactly(one, other);
    assertThat(LocationJson.decodeList(LocationJson.encodeList(List.of()))).isEmpty();
  }

  @Test
  void locationName_isABareString() {
    assertThat(text(LocationJson.encodeName(IRELAND))).isEqualTo("\"aws:eu-west-1\"");
    assertThat(LocationJson.decodeName(LocationJson.encodeName(IRELAND))).isEqualTo(IRELAND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "1", "{}", "aws", "\"\"", "\"a b\"", "\"a\"\"b\""})
  void locationName_thatIsNone_isBadJson(String text) {
    var rejected =
        catchThrowableOfType(
            RequestRejectedException.class, () -> LocationJson.decodeName(text.getBytes(UTF_8)));

    assertThat(rejected).as(text).isNotNull();
    assertThat(rejected.code()).isEqualTo(ErrorCode.BAD_JSON);
  }

  @Test
  void location_thatIsNone_isATransportFailure() {
    assertThatThrownBy(() -> LocationJson.decode("{}".getBytes(UTF_8)))
        .isInstanceOf(TransportException.class);
    assertThatThrownBy(() -> LocationJson.decodeList("{}".getBytes(UTF_8)))
        .isInstanceOf(TransportException.class);
  }

  @Test
  void createOfABasin_keepsItsLocation() {
    var create =
        new BasinJson.Create(new BasinName("my-basin"), BasinConfig.DEFAULT, Optional.of(IRELAND));

    assertThat(text(BasinJson.encodeCreate(create))).endsWith(",\"location\":\"aws:eu-west-1\"}");
    assertThat(BasinJson.decodeCreate(BasinJson.encodeCreate(create))).isEqualTo(create);
    assertThat(BasinJson.decodeCreate("{\"basin\":\"my-basin\",\"location\":null}".getBytes(UTF_8)))
        .isEqualTo(new BasinJson.Create(new BasinName("my-basin"), BasinConfig.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"\"", "\"a b\"", "{}"})
  void locationOfABasin_thatIsNone_isBadJson(String location) {
    byte[] create = ("{\"basin\":\"my-basin\",\"location\":" + location + "}").getBytes(UTF_8);
    byte[] ensure = ("{\"location\":" + location + "}").getBytes(UTF_8);

    assertThat(
            catchThrowableOfType(
                    RequestRejectedException.class, () -> BasinJson.decodeCreate(create))
                .code())
        .isEqualTo(ErrorCode.BAD_JSON);
    assertThat(
            catchThrowableOfType(
                    RequestRejectedException.class, () -> BasinJson.decodeEnsure(ensure))
                .code())
        .isEqualTo(ErrorCode.BAD_JSON);
  }

  @Test
  void basin_whosePlaceIsCalledScope_isRead() {
    var info =
        BasinJson.decodeInfo(
            ("{\"name\":\"my-basin\",\"scope\":\"aws:eu-west-1\","
                    + "\"created_at\":\"2027-01-01T00:00:00Z\"}")
                .getBytes(UTF_8));

    assertThat(info.location()).contains(IRELAND);
  }

  @Test
  void configHeader_saysWhatIsSetOnOneLine() {
    assertThat(StreamJson.encodeHeader(StreamConfig.UNSET)).isEqualTo("{}");
    var config =
        new StreamConfig(
            Optional.of(StorageClass.STANDARD),
            Optional.of(new RetentionPolicy.Infinite()),
            new Timestamping(Optional.empty(), Optional.of(true)),
            OptionalLong.of(0));

    assertThat(StreamJson.encodeHeader(config))
        .isEqualTo(
            "{\"storage_class\":\"standard\",\"retention_policy\":{\"infinite\":{}},"
                + "\"timestamping\":{\"uncapped\":true},\"delete_on_empty\":{\"min_age_secs\":0}}");
    for (var each : List.of(config, StreamConfig.UNSET, StreamConfig.GLOBAL_DEFAULT)) {
      assertThat(StreamJson.decodeHeader(StreamJson.encodeHeader(each))).isEqualTo(each);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"storage_class\":\"fast\"}",
        "{\"retention_policy\":{\"age\":0}}",
        "{\"timestamping\":1}",
      })
  void configHeader_thatIsNone_isBadHeader(String value) {
    var rejected =
        catchThrowableOfType(RequestRejectedException.class, () -> StreamJson.decodeHeader(value));

    assertThat(rejected).as(value).isNotNull();
    assertThat(rejected.code()).isEqualTo(ErrorCode.BAD_HEADER);
    assertThat(rejected).hasMessageStartingWith("Invalid header `s2-stream-config`: ");
  }

  private static String text(byte[] text) {
    return new String(text, UTF_8);
  }
}
