package dev.weir.livestore.syncs2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventChunksTest {
  private static final int HEADER = 5;

  @Test
  void split_countsTheHeadersOfEachRecord() {
    int empty = SyncLimits.recordMeteredBytes(event(1, 0).json());
    int half = SyncLimits.MAX_BATCH_METERED_BYTES / 2 - empty;
    var fits = List.of(event(1, half - HEADER), event(2, half - HEADER));
    var exceeds = List.of(event(1, half - HEADER), event(2, half - HEADER + 1));
    assertThat(EventChunks.split(fits, HEADER)).containsExactly(fits);
    assertThat(EventChunks.split(exceeds)).hasSize(1);
    assertThat(EventChunks.split(exceeds, HEADER))
        .containsExactly(exceeds.subList(0, 1), exceeds.subList(1, 2));
  }

  @Test
  void split_ofRecordThatItsHeadersMakeTooLarge_isRefused() {
    int empty = SyncLimits.recordMeteredBytes(event(1, 0).json());
    var events = List.of(event(1, SyncLimits.MAX_RECORD_METERED_BYTES - empty));
    assertThat(EventChunks.split(events)).containsExactly(events);
    assertThatThrownBy(() -> EventChunks.split(events, HEADER))
        .isInstanceOfSatisfying(
            S2LimitExceededException.class,
            e -> assertThat(e.actual()).isEqualTo(SyncLimits.MAX_RECORD_METERED_BYTES + HEADER));
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
  void recordMeteredBytes_countsUtf8() {
    for (String text : new String[] {"", "a", "é", "漢", "😀", "a😀é"}) {
      assertThat(SyncLimits.recordMeteredBytes(text))
          .isEqualTo(8 + text.getBytes(StandardCharsets.UTF_8).length);
    }
    assertThat(SyncLimits.recordMeteredBytes("\ud83d")).isEqualTo(8 + 3);
    assertThat(SyncLimits.recordMeteredBytes("\ude00\ud83d")).isEqualTo(8 + 6);
  }

  private static EncodedEvent event(int seqNum, int length) {
    String args = "\"" + "x".repeat(length) + "\"";
    return EncodedEvent.of(
        "n", args, new EventSeqNum(seqNum), new EventSeqNum(seqNum - 1), "c", "s");
  }
}
