package dev.weir.livestore.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventBatchTest {
  @Test
  void of_noEvents_isEmpty() {
    assertThat(EventBatch.of(List.of()).isEmpty()).isTrue();
  }

  @Test
  void of_chainWithGapsAndNegativeNumbers_isValid() {
    var batch = EventBatch.of(List.of(event(-5, -9), event(100, -5), event(101, 100)));
    assertThat(batch.size()).isEqualTo(3);
    assertThat(batch.first()).isEqualTo(event(-5, -9));
    assertThat(batch.last()).isEqualTo(event(101, 100));
    assertThat(batch.from(1)).isEqualTo(EventBatch.of(List.of(event(100, -5), event(101, 100))));
    assertThat(batch.from(3).isEmpty()).isTrue();
    assertThatThrownBy(() -> batch.from(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void of_eventNotAfterItsParent_isRefused() {
    assertThatThrownBy(() -> EventBatch.of(List.of(event(1, 0), event(1, 1))))
        .isInstanceOfSatisfying(
            MalformedBatchException.class, e -> assertThat(e.index()).isEqualTo(1))
        .hasMessage("batch[1].seqNum must be greater than its parentSeqNum 1, but was 1");
  }

  @Test
  void of_eventWithAnotherParentThanTheOneBefore_isRefused() {
    assertThatThrownBy(() -> EventBatch.of(List.of(event(1, 0), event(3, 2))))
        .isInstanceOfSatisfying(
            MalformedBatchException.class, e -> assertThat(e.index()).isEqualTo(1))
        .hasMessage("batch[1].parentSeqNum must be the seqNum before it, 1, but was 2");
  }

  @Test
  void eventSeqNum_beyondSafeIntegers_isRefused() {
    assertThat(new EventSeqNum(EventSeqNum.MAX_VALUE).isAfter(EventSeqNum.ROOT)).isTrue();
    assertThatThrownBy(() -> new EventSeqNum(EventSeqNum.MAX_VALUE + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventSeqNum(-EventSeqNum.MAX_VALUE - 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static EncodedEvent event(long seqNum, long parentSeqNum) {
    return EncodedEvent.of(
        "n", "{}", new EventSeqNum(seqNum), new EventSeqNum(parentSeqNum), "c", "s");
  }
}
