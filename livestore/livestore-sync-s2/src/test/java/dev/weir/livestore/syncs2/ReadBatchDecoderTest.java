package dev.weir.livestore.syncs2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.syncs2.PulledPage.PulledEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReadBatchDecoderTest {
  @TestFactory
  Stream<DynamicTest> decode_asTheOriginalClient() {
    return Vector.tests(
        "read-batches.json",
        vector -> {
          if (vector.isRefused()) {
            assertThatThrownBy(() -> ReadBatchDecoder.decode(vector.text("input")))
                .isInstanceOf(MalformedReadBatchException.class);
          } else {
            check(ReadBatchDecoder.decode(vector.text("input")), vector);
          }
        });
  }

  private static void check(PulledPage page, Vector vector) {
    List<Vector> expected = vector.objects("events");
    assertThat(page.events()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      PulledEvent event = page.events().get(i);
      assertThat(event.metadata().s2SeqNum()).isEqualTo(expected.get(i).number("s2SeqNum"));
      assertThat(event.event()).isEqualTo(EncodedEvent.parse(expected.get(i).text("event")));
    }
    long remaining = vector.number("remaining");
    assertThat(page.pageInfo())
        .isEqualTo(remaining == 0 ? new PageInfo.NoMore() : new PageInfo.MoreKnown(remaining));
  }

  @Test
  void decode_givesTheRecordsTimestamp() {
    String body =
        "{\\\"name\\\":\\\"n\\\",\\\"seqNum\\\":1,\\\"parentSeqNum\\\":0,"
            + "\\\"clientId\\\":\\\"c\\\",\\\"sessionId\\\":\\\"s\\\"}";
    PulledPage page =
        ReadBatchDecoder.decode(
            "{\"records\":[{\"seq_num\":4,\"timestamp\":1700,\"body\":\"" + body + "\"}]}");
    assertThat(page.events().getFirst().timestamp()).isEqualTo(1700);
  }

  @Test
  void decode_ofRecordWithoutTimestamp_namesThePath() {
    assertThatThrownBy(() -> ReadBatchDecoder.decode("{\"records\":[{\"seq_num\":0}]}"))
        .hasMessage("records[0].timestamp must be an integer in 0..2^53-1");
  }
}
