package dev.weir.s2.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricInterval;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.TransportException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
  private static final List<Metric> EACH_KIND =
      List.of(
          new Metric.Scalar("storage", Metric.Unit.BYTES, 1.5),
          new Metric.Accumulation(
              "append",
              Metric.Unit.OPERATIONS,
              MetricInterval.HOUR,
              List.of(new Metric.Point(0, 0), new Metric.Point(4294967295L, 1e15))),
          new Metric.Gauge("held", Metric.Unit.BYTES, List.of(new Metric.Point(60, 2))),
          new Metric.Label("basins", List.of("a", "b")));

  @Test
  void encode_ofEachKind_isTheGoldenText() {
    assertThat(new String(MetricsJson.encode(EACH_KIND), UTF_8))
        .isEqualTo(
            "{\"values\":[{\"scalar\":{\"name\":\"storage\",\"unit\":\"bytes\",\"value\":1.5}},"
                + "{\"accumulation\":{\"name\":\"append\",\"unit\":\"operations\","
                + "\"interval\":\"hour\",\"values\":[[0,0.0],[4294967295,1.0E15]]}},"
                + "{\"gauge\":{\"name\":\"held\",\"unit\":\"bytes\",\"values\":[[60,2.0]]}},"
                + "{\"label\":{\"name\":\"basins\",\"values\":[\"a\",\"b\"]}}]}");
  }

  @Test
  void decode_ofEachKind_isIt() {
    assertThat(MetricsJson.decode(MetricsJson.encode(EACH_KIND))).isEqualTo(EACH_KIND);
    assertThat(MetricsJson.decode(MetricsJson.encode(List.of()))).isEmpty();
  }

  @Test
  void decode_ofWholeNumbersAndNewerKinds_readsWhatItKnows() {
    assertThat(
            decode(
                "{\"values\":[{\"histogram\":{\"a\":[1]}},"
                    + "{\"scalar\":{\"value\":3,\"x\":1,\"unit\":\"bytes\",\"name\":\"n\"}}]}"))
        .containsExactly(new Metric.Scalar("n", Metric.Unit.BYTES, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"values\":[1]}",
        "{\"values\":[{\"scalar\":{\"name\":\"n\",\"unit\":\"bytes\"}}]}",
        "{\"values\":[{\"scalar\":{\"name\":\"n\",\"value\":1}}]}",
        "{\"values\":[{\"scalar\":{\"name\":\"n\",\"unit\":\"bytes\",\"value\":\"1\"}}]}",
        "{\"values\":[{\"gauge\":{\"name\":\"n\",\"unit\":\"bytes\",\"values\":[[1]]}}]}",
        "{\"values\":[{\"gauge\":{\"name\":\"n\",\"unit\":\"bytes\",\"values\":[[1,2,3]]}}]}",
        "{\"values\":[{\"accumulation\":{\"name\":\"n\",\"unit\":\"bytes\",\"values\":[]}}]}",
        "{\"values\":[{\"label\":{\"values\":[]}}]}",
      })
  void decode_ofWhatAreNone_isATransportFailure(String text) {
    assertThatThrownBy(() -> decode(text)).as(text).isInstanceOf(TransportException.class);
  }

  @Test
  void query_ofEverySet_isReadBack() {
    var range = MetricRange.of(0, 4294967295L).withInterval(MetricInterval.MINUTE);
    for (var set : MetricSet.Account.values()) {
      var query = new MetricsQuery<>(set, range);
      assertThat(MetricsQuery.decodeAccount(query.encode())).isEqualTo(query);
    }
    for (var set : MetricSet.Basin.values()) {
      var query = new MetricsQuery<>(set, range);
      assertThat(MetricsQuery.decodeBasin(query.encode())).isEqualTo(query);
    }
    assertThat(new MetricsQuery<>(MetricSet.Stream.STORAGE, range).encode())
        .isEqualTo("set=storage&start=0&end=4294967295&interval=minute");
    var bare = new MetricRange(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
    assertThat(MetricsQuery.decodeStream("set=storage&later=1"))
        .isEqualTo(new MetricsQuery<>(MetricSet.Stream.STORAGE, bare));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "set=",
        "set=storage",
        "set=account-ops&set=account-ops",
        "set=account-ops&start=-1",
        "set=account-ops&start=4294967296",
        "set=account-ops&end=1.5",
        "set=account-ops&end=18446744073709551615",
        "set=account-ops&interval=week",
        "set=account-ops&interval=",
        "set=ACCOUNT_OPS",
      })
  void query_ofWhatIsNone_isBadQuery(String query) {
    var rejected =
        catchThrowableOfType(
            RequestRejectedException.class, () -> MetricsQuery.decodeAccount(query));

    assertThat(rejected).as(query).isNotNull();
    assertThat(rejected.code()).isEqualTo(ErrorCode.BAD_QUERY);
    assertThat(rejected).hasMessageStartingWith("Failed to deserialize query string: ");
  }

  private static List<Metric> decode(String text) {
    return MetricsJson.decode(text.getBytes(UTF_8));
  }
}
