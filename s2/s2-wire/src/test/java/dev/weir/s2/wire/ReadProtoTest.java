package dev.weir.s2.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.ReadBatch;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadProtoTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void encode_ofRandomBatches_isWhatTheGeneratedClassesWriteAndRead() {
    for (long seed = 0; seed < 2000; seed++) {
      var batch = new Batches(seed).batch();
      byte[] message = Messages.of(batch).toByteArray();
      assertThat(ReadProto.encode(batch)).as("seed %d", seed).isEqualTo(message);
      assertThat(ReadProto.decode(message)).as("seed %d", seed).isEqualTo(batch);
    }
  }

  @Test
  void encode_ofNoRecordsAndATail_isAHeartbeat() {
    var heartbeat = new ReadBatch(List.of(), Optional.of(StreamPosition.START));

    assertThat(HEX.formatHex(ReadProto.encode(heartbeat))).isEqualTo("1200");
    assertThat(ReadProto.decode(HEX.parseHex("1200"))).isEqualTo(heartbeat);
  }

  @Test
  void decode_ofNothing_isNoRecordsAndNoTail() {
    assertThat(ReadProto.decode(new byte[0])).isEqualTo(new ReadBatch(List.of(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0a", "0a01", "0a021201", "1001", "7b7d"})
  void decode_ofWhatIsNoBatch_isATransportFailure(String hex) {
    assertThatThrownBy(() -> ReadProto.decode(HEX.parseHex(hex)))
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("the answer is not S2's: ");
  }
}
