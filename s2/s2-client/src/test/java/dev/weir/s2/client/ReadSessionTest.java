package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.ReadEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ReadSessionTest extends ClientTest {
  private static final byte[] DONE = ReadEvents.done();
  private static final ReadMessage END = new ReadMessage.End();

  @Test
  void read_toItsEnd_deliversEveryMessageThenEndForEver() {
    server.then(ScriptedServer.events(event(batch(0, 3)), ping(3), event(batch(3, 4)), DONE));
    try (var session = stream().openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(session.next()).isEqualTo(new ReadMessage.Batch(batch(0, 3)));
      assertThat(session.next()).isEqualTo(new ReadMessage.Heartbeat(5, new StreamPosition(3, 7)));
      assertThat(session.next()).isEqualTo(new ReadMessage.Batch(batch(3, 4)));
      assertThat(session.next()).isEqualTo(END);
      assertThat(session.next()).isEqualTo(END);
    }
    var request = server.requests().getFirst();
    assertThat(server.requests()).hasSize(1);
    assertThat(request.target()).isEqualTo("/v1/streams/orders/records?seq_num=0");
    assertThat(request.headers())
        .containsEntry("accept", "text/event-stream")
        .containsEntry("s2-format", "base64")
        .containsEntry("s2-basin", "test-basin");
  }

  @Test
  void read_whoseConnectionEndsWithinAnEvent_resumesBehindTheLastWholeOne() {
    byte[] second = event(batch(2, 4));
    server
        .then(ScriptedServer.events(event(batch(0, 2)), Arrays.copyOf(second, second.length - 1)))
        .then(ScriptedServer.events(second))
        .then(ScriptedServer.reset())
        .then(ScriptedServer.events(event(batch(4, 6)), DONE));
    assertThat(seqNums(ReadRequest.fromSeqNum(0))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(queries()).containsExactly("seq_num=0", "seq_num=2", "seq_num=4", "seq_num=4");
  }

  @Test
  void read_withLimits_asksForTheRestOfTheCallersOwn() {
    server
        .then(ScriptedServer.events(event(batch(10, 12))))
        .then(ScriptedServer.events(event(batch(12, 14))))
        .then(ScriptedServer.events(event(batch(14, 15)), DONE));
    long metered = batch(10, 12).records().stream().mapToLong(r -> r.meteredBytes()).sum();
    var limit = new ReadLimit(OptionalLong.of(10), OptionalLong.of(1000), OptionalLong.of(99999));
    var read =
        ReadRequest.from(new ReadFrom.Timestamp(1010))
            .withClamp()
            .withLimit(limit)
            .withWait(Duration.ofSeconds(30));
    assertThat(seqNums(read)).containsExactly(10L, 11L, 12L, 13L, 14L);
    String kept = "&until=99999&wait=30";
    assertThat(queries())
        .containsExactly(
            "timestamp=1010&clamp=true&count=10&bytes=1000" + kept,
            "seq_num=12&clamp=true&count=8&bytes=" + (1000 - metered) + kept,
            "seq_num=14&clamp=true&count=6&bytes=" + (1000 - 2 * metered) + kept);
  }

  @Test
  void read_brokenAfterItsLastRecord_endsWithoutAnotherConnection() {
    server.then(ScriptedServer.events(event(batch(0, 2))));
    assertThat(seqNums(ReadRequest.fromSeqNum(0).withCount(2))).containsExactly(0L, 1L);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void read_resumedAtTheTailWithNothingToWaitFor_ends() {
    server
        .then(ScriptedServer.events(event(batch(0, 2))))
        .then(ScriptedServer.json(416, "{\"tail\":{\"seq_num\":2,\"timestamp\":1}}"));
    assertThat(seqNums(ReadRequest.fromSeqNum(0).withCount(5))).containsExactly(0L, 1L);
  }

  @Test
  void read_resumedOnAStreamThatWasReplaced_fails() {
    server
        .then(ScriptedServer.events(event(batch(0, 2))))
        .then(ScriptedServer.json(416, "{\"tail\":{\"seq_num\":1,\"timestamp\":1}}"));
    assertThatThrownBy(() -> seqNums(ReadRequest.fromSeqNum(0)))
        .isInstanceOf(RangeNotSatisfiableException.class);
  }

  @Test
  void read_fromTheTail_resumesWhereTheFirstHeartbeatStood() {
    server
        .then(ScriptedServer.events(ping(40)))
        .then(ScriptedServer.events(event(batch(40, 41)), DONE));
    assertThat(seqNums(ReadRequest.from(new ReadFrom.TailOffset(0)))).containsExactly(40L);
    assertThat(queries()).containsExactly("tail_offset=0", "seq_num=40");
  }

  @Test
  void read_inSilence_resumes() {
    reconnect(config().withHeartbeatTimeout(Duration.ofSeconds(1)));
    server
        .then(ScriptedServer.eventsThenSilence(event(batch(0, 1))))
        .then(ScriptedServer.events(event(batch(1, 2)), DONE));
    assertThat(seqNums(ReadRequest.fromSeqNum(0))).containsExactly(0L, 1L);
  }

  @Test
  void read_thatGoesBack_neverRepeatsARecord() {
    server
        .then(ScriptedServer.events(event(batch(0, 3))))
        .otherwise(ScriptedServer.events(event(batch(2, 5)), DONE));
    var session = stream().openRead(ReadRequest.fromSeqNum(0).withCount(9));
    assertThat(session.next()).isEqualTo(new ReadMessage.Batch(batch(0, 3)));
    assertThatThrownBy(session::next).isInstanceOf(TransportException.class);
    assertThatThrownBy(session::next).isInstanceOf(TransportException.class);
  }

  @Test
  void read_withErrorEventThatMayPass_resumes() {
    byte[] error =
        ReadEvents.error(ErrorJson.encode(ErrorCode.UNAVAILABLE, "shutting down").body());
    server
        .then(ScriptedServer.events(event(batch(0, 1)), error))
        .then(ScriptedServer.events(event(batch(1, 2)), DONE));
    assertThat(seqNums(ReadRequest.fromSeqNum(0))).containsExactly(0L, 1L);
  }

  @Test
  void read_ofADeletedStream_deliversWhatCameThenFails() {
    byte[] error =
        ReadEvents.error(ErrorJson.encode(ErrorCode.UNAVAILABLE, "streamer missing").body());
    server
        .then(ScriptedServer.events(event(batch(0, 1)), error))
        .then(
            ScriptedServer.error(
                ErrorJson.encode(ErrorCode.STREAM_DELETION_PENDING, "being deleted")));
    var session = stream().openRead(ReadRequest.fromSeqNum(0));
    assertThat(session.next()).isEqualTo(new ReadMessage.Batch(batch(0, 1)));
    var e = catchThrowableOfType(RequestRejectedException.class, session::next);
    assertThat(e.code()).isEqualTo(ErrorCode.STREAM_DELETION_PENDING);
  }

  @Test
  void boundedRead_thatCannotBeResumed_failsAfterThreeAttempts() {
    server.then(ScriptedServer.events(event(batch(0, 1)))).otherwise(ScriptedServer.reset());
    var session = stream().openRead(ReadRequest.fromSeqNum(0).withCount(9));
    assertThat(session.next()).isEqualTo(new ReadMessage.Batch(batch(0, 1)));
    assertThatThrownBy(session::next).isInstanceOf(TransportException.class);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void boundedRead_whoseConnectionsOnlyBeatAndBreak_failsAfterThreeAttempts() {
    server.otherwise(ScriptedServer.events(ping(0)));
    var read = ReadRequest.fromSeqNum(0).withCount(9).withWait(Duration.ofSeconds(50));
    assertThatThrownBy(() -> seqNums(read)).isInstanceOf(TransportException.class);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void follow_throughALongOutage_resumes() {
    server.then(ScriptedServer.events(event(batch(0, 1))));
    for (int i = 0; i < 30; i++) {
      server.then(ScriptedServer.reset());
    }
    server.then(ScriptedServer.events(event(batch(1, 2)), DONE));
    assertThat(seqNums(ReadRequest.fromSeqNum(0))).containsExactly(0L, 1L);
    assertThat(server.requests()).hasSize(32);
  }

  @Test
  void follow_withAPolicyOfItsOwn_fails() {
    reconnect(config().withFollowRetry(RetryPolicy.NONE));
    server.otherwise(ScriptedServer.events(event(batch(0, 1))));
    assertThatThrownBy(() -> seqNums(ReadRequest.fromSeqNum(0)))
        .isInstanceOf(TransportException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void open_ofAMissingStream_fails() {
    server.then(ScriptedServer.error(ErrorJson.encode(ErrorCode.STREAM_NOT_FOUND, "no")));
    assertThatThrownBy(() -> stream().openRead(ReadRequest.fromSeqNum(0)))
        .isInstanceOf(RequestRejectedException.class);
  }

  @Test
  void open_beyondTheTail_fails() {
    server.then(ScriptedServer.json(416, "{\"tail\":{\"seq_num\":2,\"timestamp\":1}}"));
    assertThatThrownBy(() -> stream().openRead(ReadRequest.fromSeqNum(5)))
        .isInstanceOf(RangeNotSatisfiableException.class);
  }

  @Test
  void open_withoutAnswer_timesOut() {
    reconnect(config().withRequestTimeout(Duration.ofMillis(200)).withRetry(RetryPolicy.NONE));
    server.otherwise(ScriptedServer.silence());
    assertThatThrownBy(() -> stream().openRead(ReadRequest.fromSeqNum(0)))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("200 ms");
  }

  @Test
  void close_fromAnotherThread_endsAWaitingNextAndTheConnection() throws Exception {
    var gone = new CountDownLatch(1);
    server.then((request, socket) -> {
      ScriptedServer.eventsThenSilence(ping(0)).to(request, socket);
      gone.countDown();
    });
    var session = stream().openRead(ReadRequest.fromSeqNum(0));
    session.next();
    var waiting = CompletableFuture.supplyAsync(session::next);
    session.close();
    assertThat(waiting.get(2, TimeUnit.SECONDS)).isEqualTo(END);
    assertThat(gone.await(2, TimeUnit.SECONDS)).isTrue();
    assertThat(session.next()).isEqualTo(END);
  }

  @Test
  void close_whileResuming_endsPromptly() throws Exception {
    reconnect(
        config()
            .withFollowRetry(new RetryPolicy(9, Duration.ofSeconds(60), Duration.ofSeconds(60))));
    server.then(ScriptedServer.events(ping(0)));
    var session = stream().openRead(ReadRequest.fromSeqNum(0));
    session.next();
    var waiting = CompletableFuture.supplyAsync(session::next);
    session.close();
    assertThat(waiting.get(2, TimeUnit.SECONDS)).isEqualTo(END);
    s2.close();
  }

  @Test
  void interrupt_ofAWaitingReader_endsTheSession() throws Exception {
    var gone = new CountDownLatch(1);
    server.then((request, socket) -> {
      ScriptedServer.eventsThenSilence(ping(0)).to(request, socket);
      gone.countDown();
    });
    var session = stream().openRead(ReadRequest.fromSeqNum(0));
    session.next();
    var failure = new CompletableFuture<Boolean>();
    var reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                session.next();
              } catch (InterruptedCallException e) {
                failure.complete(Thread.currentThread().isInterrupted());
              }
            });
    reader.interrupt();
    assertThat(failure.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(session.next()).isEqualTo(END);
  }

  @Test
  void reader_thatIsSlow_holdsTheServerBack() throws Exception {
    var written = new CompletableFuture<Long>();
    server.then((request, socket) -> {
      ScriptedServer.writeEvents(socket);
      // The kernel's buffers take a few megabytes of these ten; a client that hoards takes all.
      long sent = 0;
      for (; sent < 200_000; sent += 1000) {
        socket.getOutputStream().write(event(batch(sent, sent + 1000)));
      }
      written.complete(sent);
    });
    var session = stream().openRead(ReadRequest.fromSeqNum(0));
    assertThatThrownBy(() -> written.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    session.close();
  }

  private List<Long> seqNums(ReadRequest read) {
    var seqNums = new ArrayList<Long>();
    try (ReadSession session = stream().openRead(read)) {
      for (var message = session.next(); !message.equals(END); message = session.next()) {
        if (message instanceof ReadMessage.Batch(var batch)) {
          batch.records().forEach(record -> seqNums.add(record.seqNum()));
        }
      }
    }
    return seqNums;
  }

  private List<String> queries() {
    return server.requests().stream().map(ScriptedServer.Received::query).toList();
  }
}
