package dev.weir.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadRequestTest {
  private static final ReadRequest UNLIMITED = ReadRequest.fromSeqNum(0);

  @Test
  void mayFollow_withoutLimitsOrWithAWait() {
    assertThat(UNLIMITED.mayFollow()).isTrue();
    assertThat(UNLIMITED.withWait(Duration.ZERO).mayFollow()).isTrue();
    assertThat(UNLIMITED.withCount(1).mayFollow()).isFalse();
    assertThat(UNLIMITED.withCount(1).withWait(Duration.ZERO).mayFollow()).isFalse();
    assertThat(UNLIMITED.withCount(1).withWait(Duration.ofSeconds(1)).mayFollow()).isTrue();
  }

  @Test
  void timestampStart_notBeforeUntil_isRefusedInS2sWords() {
    var until = new ReadLimit(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(5));
    assertThat(ReadRequest.from(new ReadFrom.Timestamp(4)).withLimit(until).limit())
        .isEqualTo(until);
    ReadRequest atUntil = ReadRequest.from(new ReadFrom.Timestamp(5));
    assertThatThrownBy(() -> atUntil.withLimit(until))
        .hasMessage("start `timestamp` exceeds or equal to `until`");
    ReadRequest huge = ReadRequest.from(new ReadFrom.Timestamp(-1));
    assertThatThrownBy(() -> huge.withLimit(until)).isInstanceOf(InvalidInputException.class);
  }
}
