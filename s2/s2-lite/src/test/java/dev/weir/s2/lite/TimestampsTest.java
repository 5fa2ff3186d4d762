package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendRecord;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.Timestamping;
import dev.weir.s2.Timestamping.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {
  private static final long NOW = 1000;

  @ParameterizedTest
  @CsvSource({
    // mode, uncapped, previous, client's (- for none), expected
    "CLIENT_PREFER, false, 0, -, 1000",
    "CLIENT_PREFER, false, 0, 0, 0",
    "CLIENT_PREFER, false, 0, 900, 900",
    "CLIENT_PREFER, false, 0, 1001, 1000",
    "CLIENT_PREFER, false, 0, 18446744073709551615, 1000",
    "CLIENT_PREFER, true, 0, 1001, 1001",
    "CLIENT_PREFER, true, 0, 18446744073709551615, 18446744073709551615",
    "CLIENT_PREFER, false, 950, 900, 950",
    "CLIENT_PREFER, false, 2000, 900, 2000",
    "CLIENT_PREFER, false, 2000, 3000, 2000",
    "CLIENT_PREFER, true, 18446744073709551615, 5, 18446744073709551615",
    "CLIENT_REQUIRE, false, 0, 900, 900",
    "CLIENT_REQUIRE, false, 0, 1001, 1000",
    "CLIENT_REQUIRE, true, 0, 1001, 1001",
    "ARRIVAL, false, 0, 900, 1000",
    "ARRIVAL, true, 0, 1001, 1000",
    "ARRIVAL, false, 2000, -, 2000",
  })
  void timestamps_ofOneRecord_areBasedCappedThenLifted(
      Mode mode, boolean uncapped, String previous, String given, String expected) {
    var record = AppendRecord.of("x");
    var timed = given.equals("-") ? record : record.withTimestamp(Long.parseUnsignedLong(given));
    assertThat(timestamps(mode, uncapped, Long.parseUnsignedLong(previous), List.of(timed)))
        .containsExactly(Long.parseUnsignedLong(expected));
  }

  @Test
  void timestamps_insideABatch_neverDecrease() {
    var records = new ArrayList<AppendRecord>();
    for (long timestamp : new long[] {5, 3, 9, 7}) {
      records.add(AppendRecord.of("x").withTimestamp(timestamp));
    }
    assertThat(timestamps(Mode.CLIENT_PREFER, false, 4, records)).containsExactly(5, 5, 9, 9);
  }

  @Test
  void timestamps_requiredButMissing_areRefused() {
    assertThatThrownBy(
            () -> timestamps(Mode.CLIENT_REQUIRE, false, 0, List.of(AppendRecord.of("x"))))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
        .hasMessage("record timestamp was required but was missing");
  }

  private static long[] timestamps(
      Mode mode, boolean uncapped, long previous, List<AppendRecord> records) {
    return Sequencing.timestamps(
        new StreamState(7, previous, 0, FencingToken.NONE, 0),
        new Timestamping(Optional.of(mode), Optional.of(uncapped)),
        records,
        NOW);
  }
}
