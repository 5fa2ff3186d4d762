package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ReadProgressTest {
  private static final long SECOND = 1_000_000_000;
  private static final ReadRequest FROM_ZERO = ReadRequest.fromSeqNum(0);

  @Test
  void wait_countsFromTheArrivalAtTheTail_andHeartbeatsDoNotProlongIt() {
    var progress =
        ReadProgress.start(FROM_ZERO.withWait(Duration.ofSeconds(60)))
            .after(ClientTest.batch(0, 1), 0)
            .after(heartbeat(1), 10 * SECOND)
            .after(heartbeat(1), 25 * SECOND);
    assertThat(progress.rest(40 * SECOND).maxWait()).contains(Duration.ofSeconds(30));
    assertThat(progress.rest(90 * SECOND).maxWait()).contains(Duration.ZERO);
  }

  @Test
  void wait_beginsAnewWithABatch() {
    var caughtUp =
        ReadProgress.start(FROM_ZERO.withWait(Duration.ofSeconds(60))).after(heartbeat(0), 0);
    var behind = caughtUp.after(ClientTest.batch(0, 1), 50 * SECOND);
    assertThat(behind.rest(90 * SECOND).maxWait()).contains(Duration.ofSeconds(60));
    var followed =
        new ReadBatch(ClientTest.batch(0, 1).records(), Optional.of(new StreamPosition(1, 1)));
    var atTail = caughtUp.after(followed, 50 * SECOND);
    assertThat(atTail.rest(60 * SECOND).maxWait()).contains(Duration.ofSeconds(50));
  }

  @Test
  void rest_ofAnUnlimitedRead_staysUnlimited() {
    var rest = ReadProgress.start(FROM_ZERO).after(ClientTest.batch(0, 5), 0).rest(0);
    assertThat(rest).isEqualTo(ReadRequest.fromSeqNum(5));
    assertThat(rest.mayFollow()).isTrue();
  }

  @Test
  void heartbeat_aheadOfTheRecords_skipsNone() {
    var progress = ReadProgress.start(FROM_ZERO).after(ClientTest.batch(0, 5), 0);
    assertThat(progress.after(heartbeat(9), 0).rest(0)).isEqualTo(ReadRequest.fromSeqNum(5));
  }

  @Test
  void heartbeat_ofAClampedRead_tellsWhereItBegan() {
    var read = ReadRequest.fromSeqNum(100).withClamp();
    var rest = ReadProgress.start(read).after(heartbeat(50), 0).rest(0);
    assertThat(rest).isEqualTo(ReadRequest.fromSeqNum(50).withClamp());
  }

  @Test
  void rest_beforeAnyMessage_isTheRequest() {
    var read = ReadRequest.from(new ReadFrom.TailOffset(3));
    assertThat(ReadProgress.start(read).rest(5)).isEqualTo(read);
  }

  @Test
  void limits_areMetByRecordsOrBytes() {
    var batch = ClientTest.batch(0, 2);
    long metered = batch.records().stream().mapToLong(r -> r.meteredBytes()).sum();
    var byBytes =
        new ReadLimit(OptionalLong.empty(), OptionalLong.of(metered), OptionalLong.empty());
    assertThat(ReadProgress.start(FROM_ZERO.withCount(2)).after(batch, 0).isComplete()).isTrue();
    assertThat(ReadProgress.start(FROM_ZERO.withCount(3)).after(batch, 0).isComplete()).isFalse();
    assertThat(ReadProgress.start(FROM_ZERO.withLimit(byBytes)).after(batch, 0).isComplete())
        .isTrue();
    var unsigned = ReadProgress.start(FROM_ZERO.withCount(-1)).after(batch, 0);
    assertThat(unsigned.isComplete()).isFalse();
    assertThat(unsigned.rest(0).limit().count()).hasValue(-3);
  }

  @Test
  void batch_thatGoesBack_isRefused() {
    var progress = ReadProgress.start(FROM_ZERO).after(ClientTest.batch(0, 5), 0);
    var repeated = ClientTest.batch(4, 6);
    assertThatThrownBy(() -> progress.after(repeated, 0)).isInstanceOf(TransportException.class);
  }

  private static ReadMessage.Heartbeat heartbeat(long tail) {
    return new ReadMessage.Heartbeat(0, new StreamPosition(tail, 0));
  }
}
