package dev.weir.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StreamConfigTest {
  @Test
  void resolve_takesEachFieldFromStreamThenBasinThenDefault() {
    var stream =
        new StreamConfig(
            Optional.empty(),
            Optional.of(new RetentionPolicy.Infinite()),
            new Timestamping(Optional.empty(), Optional.of(true)),
            OptionalLong.empty());
    var basin =
        new StreamConfig(
            Optional.of(StorageClass.STANDARD),
            Optional.of(new RetentionPolicy.Age(9)),
            new Timestamping(Optional.of(Timestamping.Mode.ARRIVAL), Optional.of(false)),
            OptionalLong.empty());
    assertThat(stream.resolve(basin))
        .isEqualTo(
            new StreamConfig(
                Optional.of(StorageClass.STANDARD),
                Optional.of(new RetentionPolicy.Infinite()),
                new Timestamping(Optional.of(Timestamping.Mode.ARRIVAL), Optional.of(true)),
                OptionalLong.of(0)));
    assertThat(StreamConfig.UNSET.resolve(StreamConfig.UNSET))
        .isEqualTo(StreamConfig.GLOBAL_DEFAULT);
  }

  @Test
  void retention_ofNoSeconds_isRefusedInS2sWords() {
    assertThatThrownBy(() -> new RetentionPolicy.Age(0))
        .hasMessage("age must be greater than 0 seconds");
  }
}
