package dev.weir.livestore.syncs2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.S2Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventChunksTest {
  @Test
  void split_fillsAnAppendToTheLastByte() {
    int half = S2Limits.MAX_BATCH_METERED_BYTES / 2 - emptyEvent();
    var fits = List.of(event(1, half), event(2, half));
    var exceeds = List.of(event(1, half), event(2, half + 1));
    assertThat(EventChunks.split(fits)).containsExactly(fits);
    assertThat(EventChunks.split(exceeds))
        .containsExactly(exceeds.subList(0, 1), exceeds.subList(1, 2));
  }

  @Test
  void split_ofAnEventThatNoRecordTakes_isRefused() {
    int most = S2Limits.MAX_RECORD_METERED_BYTES - emptyEvent();
    var fits = List.of(event(1, most));
    assertThat(EventChunks.split(fits)).containsExactly(fits);
    assertThatThrownBy(() -> EventChunks.split(List.of(event(1, most + 1))))
        .isInstanceOfSatisfying(
            S2LimitExceededException.class,
            e -> assertThat(e.actual()).isEqualTo(S2Limits.MAX_RECORD_METERED_BYTES + 1L));
  }

  @Test
  void split_keepsEveryEventInOrder() {
    List<EncodedEvent> events = IntStream.range(1, 3300).mapToObj(i -> event(i, i % 700)).toList();
    assertThat(EventChunks.split(events).stream().flatMap(List::stream).toList()).isEqualTo(events);
    assertThat(EventChunks.split(events)).allMatch(chunk -> chunk.size() <= 1000);
  }

  @Test
  void split_ofNoEvents_isNoChunks() {
    assertThat(EventChunks.split(List.of())).isEmpty();
  }

  @Test
  void meteredBytes_countsUtf8() {
    for (String text : new String[] {"", "a", "é", "漢", "😀", "a😀é"}) {
      assertThat(EventChunks.meteredBytes(text))
          .isEqualTo(8 + text.getBytes(StandardCharsets.UTF_8).length);
    }
    assertThat(EventChunks.meteredBytes("\ud83d")).isEqualTo(8 + 3);
    assertThat(EventChunks.meteredBytes("\ude00\ud83d")).isEqualTo(8 + 6);
  }

  private static int emptyEvent() {
    return Math.toIntExact(EventChunks.meteredBytes(event(1, 0).json()));
  }

  private static EncodedEvent event(int seqNum, int length) {
    String args = "\"" + "x".repeat(length) + "\"";
    return EncodedEvent.of(
        "n", args, new EventSeqNum(seqNum), new EventSeqNum(seqNum - 1), "c", "s");
  }
}
