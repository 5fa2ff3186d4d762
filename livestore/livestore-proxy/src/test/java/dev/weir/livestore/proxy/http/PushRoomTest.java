package dev.weir.livestore.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PushRoomTest {
  private static final int LIMIT = 1_000_000;
  private static final int LARGE = 600_000;
  private static final int SMALL = 10_000;

  /// Nobody who waits here gives up.
  private final PushRoom patient = new PushRoom(20_000, LIMIT, LIMIT, Duration.ofDays(1));

  private final PushRoom impatient = new PushRoom(20_000, LIMIT, LIMIT, Duration.ZERO);

  @Test
  void receive_withoutRoom_waitsUntilAnotherPushEnds() throws Exception {
    PushRoom.Place first = patient.receive(length(LARGE), LIMIT);
    CompletableFuture<PushRoom.Place> second = receiveElsewhere(patient, LARGE);
    awaitWaiting(patient);
    assertThat(second).isNotDone();

    first.close();

    second.get().close();
  }

  @Test
  void receive_withoutRoomInTime_isRefused() throws Exception {
    PushRoom.Place first = impatient.receive(length(LARGE), LIMIT);
    assertRefused(() -> impatient.receive(length(LARGE), LIMIT));
    assertThat(RefusedPush.by(new PushRoom.TooManyPushesException()).answer().status())
        .isEqualTo(429);

    first.close();

    impatient.receive(length(LARGE), LIMIT).close();
  }

  @Test
  void receive_ofSmallOnes_doesNotWaitForLargeOnes() throws Exception {
    PushRoom.Place large = impatient.receive(length(LIMIT), LIMIT);
    PushRoom.Place small = impatient.receive(length(SMALL), LIMIT);
    assertRefused(() -> impatient.receive(length(LIMIT), LIMIT));

    small.close();
    large.close();
  }

  /// What is sent in chunks or compressed may be as large as any.
  @Test
  void receive_ofUnknownLength_takesTheRoomOfTheLargest() throws Exception {
    var gzip = Map.of("content-length", "10", "content-encoding", "gzip");
    for (Map<String, String> headers : List.of(Map.<String, String>of(), gzip)) {
      PushRoom.Place unknown = impatient.receive(BareExchange.push(headers), LIMIT);
      assertRefused(() -> impatient.receive(length(LARGE), LIMIT));
      unknown.close();
    }
  }

  @Test
  void receive_ofMoreThanThereIsRoomForInAll_goesAlone() throws Exception {
    PushRoom.Place huge = impatient.receive(length(10 * LIMIT), 10 * LIMIT);
    huge.received(10 * LIMIT);
    PushRoom.Place next = impatient.receive(length(LARGE), LIMIT);
    assertRefused(() -> next.received(LARGE));

    huge.close();

    next.received(LARGE);
    next.close();
  }

  @Test
  void received_givesBackWhatItWasReceivedInAndTakesWhatItIs() throws Exception {
    PushRoom.Place first = impatient.receive(BareExchange.push(Map.of()), LIMIT);
    first.received(LARGE);
    PushRoom.Place second = impatient.receive(length(LARGE), LIMIT);
    assertRefused(() -> second.received(LARGE));
    PushRoom.Place third = impatient.receive(length(LARGE), LIMIT);

    third.received(LIMIT - LARGE);

    third.close();
    first.close();
  }

  /// As a push does that comes too early: it holds up nobody.
  @Test
  void leave_makesRoomForOthersUntilEnteredAgain() throws Exception {
    PushRoom.Place first = impatient.receive(length(LARGE), LIMIT);
    first.received(LARGE);
    first.leave();
    PushRoom.Place second = impatient.receive(length(LARGE), LIMIT);
    second.received(LARGE);
    assertRefused(first::enter);

    second.close();

    first.enter();
    first.close();
    impatient.receive(length(LIMIT), LIMIT).close();
  }

  /// As where the client has gone, and S2 has not answered yet.
  @Test
  void handedTo_keepsTheRoomUntilTheWorkEnds() throws Exception {
    Callable<String> work;
    try (PushRoom.Place first = impatient.receive(length(LARGE), LIMIT)) {
      first.received(LARGE);
      work = first.handedTo(() -> "done");
    }
    PushRoom.Place second = impatient.receive(length(LARGE), LIMIT);
    assertRefused(() -> second.received(LARGE));

    assertThat(work.call()).isEqualTo("done");

    second.received(LARGE);
    second.close();
  }

  private static void assertRefused(ThrowableAssert.ThrowingCallable step) {
    assertThatThrownBy(step).isInstanceOf(PushRoom.TooManyPushesException.class);
  }

  private static CompletableFuture<PushRoom.Place> receiveElsewhere(PushRoom room, int bytes) {
    var received = new CompletableFuture<PushRoom.Place>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            received.complete(room.receive(length(bytes), LIMIT));
          } catch (InterruptedException e) {
            received.completeExceptionally(e);
          }
        });
    return received;
  }

  private static void awaitWaiting(PushRoom room) {
    while (room.waiting() == 0) {
      Thread.onSpinWait();
    }
  }

  private static ProxyExchange length(int bytes) {
    return BareExchange.push(Map.of("content-length", Integer.toString(bytes)));
  }
}
