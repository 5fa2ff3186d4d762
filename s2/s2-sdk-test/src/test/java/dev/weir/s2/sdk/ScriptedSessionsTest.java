package dev.weir.s2.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import dev.weir.s2.client.AppendRetry;
import dev.weir.s2.client.RetryPolicy;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.ReadProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What sessions do with servers that go away, fall silent, or speak nonsense.
@Timeout(60)
final class ScriptedSessionsTest {
  /// Acknowledges every batch, from record 0 on.
  static final class Acknowledging implements ScriptedSessions.Script {
    private final long first;
    private long next;

    Acknowledging(long first) {
      this.first = first;
    }

    @Override
    public void input(int n, AppendInput input, ScriptedSessions.Answer answer) {
      next = n == 0 ? first : next;
      answer.frame(ack(next, next + input.records().size(), false));
      next += input.records().size();
    }
  }

  /// Does something when the first batch comes, and nothing with the others.
  private record OnFirst(java.util.function.Consumer<ScriptedSessions.Answer> what)
      implements ScriptedSessions.Script {
    @Override
    public void input(int n, AppendInput input, ScriptedSessions.Answer answer) {
      if (n == 0) {
        what.accept(answer);
      }
    }
  }

  @Test
  void appendSession_advisedToReconnect_goesOnOverAnotherConnection() {
    try (var server =
            new ScriptedSessions(
                new OnFirst(answer -> answer.frame(ack(0, 1, true))), new Acknowledging(1));
        var s2 = connect(server, AppendRetry.NO_SIDE_EFFECTS);
        var session = stream(s2).openAppend()) {
      var first = session.submit(SessionsTest.batch("a"));
      var second = session.submit(SessionsTest.batch("b"));
      var third = session.submit(SessionsTest.batch("c"));
      assertThat(first.join().start().seqNum()).isZero();
      assertThat(second.join().start().seqNum()).isEqualTo(1);
      assertThat(third.join().start().seqNum()).isEqualTo(2);
      assertThat(server.connections()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  /// It has nowhere to send us.
  @Test
  void appendSession_advisedToReconnectAgainAtOnce_stays() {
    try (var server = new ScriptedSessions(new Advising(0), new Advising(1), new Advising(2));
        var s2 = connect(server, AppendRetry.NO_SIDE_EFFECTS)) {
      try (var session = stream(s2).openAppend()) {
        for (int i = 0; i < 3; i++) {
          assertThat(session.submit(SessionsTest.batch("a")).join().start().seqNum()).isEqualTo(i);
        }
      }
      assertThat(server.connections()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  /// Acknowledges every batch of one record, from `first` on, and is always about to go.
  private record Advising(long first) implements ScriptedSessions.Script {
    @Override
    public void input(int n, AppendInput input, ScriptedSessions.Answer answer) {
      answer.frame(ack(first + n, first + n + 1, true));
    }
  }

  @Test
  void appendSession_onADrainingServer_goesOnOverAnotherConnection() {
    var draining = Frame.Terminal.of(ErrorJson.encode(ErrorCode.SERVER_DRAINING, "bye"));
    try (var server =
            new ScriptedSessions(
                new OnFirst(answer -> {
                  answer.frame(draining);
                  answer.end();
                }),
                new Acknowledging(0));
        var s2 = connect(server, AppendRetry.NO_SIDE_EFFECTS);
        var session = stream(s2).openAppend()) {
      assertThat(session.submit(SessionsTest.batch("a")).join().start().seqNum()).isZero();
      assertThat(server.connections()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void appendSession_givenAnAckOfAnotherSize_endsForGood() {
    try (var server = new ScriptedSessions(new OnFirst(answer -> answer.frame(ack(0, 5, false))));
        var s2 = connect(server, AppendRetry.ALL)) {
      var ack = submitOne(s2);
      assertThatThrownBy(ack::join).hasCauseInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void appendSession_givenNoAck_timesOut_andSendsAgainWhereItMay() {
    try (var server = new ScriptedSessions(new OnFirst(answer -> {}), new Acknowledging(0));
        var s2 = impatient(server, AppendRetry.ALL)) {
      assertThat(submitOne(s2).join().start().seqNum()).isZero();
    }
    try (var server = new ScriptedSessions(new OnFirst(answer -> {}));
        var s2 = impatient(server, AppendRetry.NO_SIDE_EFFECTS)) {
      var ack = submitOne(s2);
      assertThatThrownBy(ack::join)
          .hasCauseInstanceOf(TransportException.class)
          .hasMessageContaining("no acknowledgement within");
    }
  }

  @Test
  void appendSession_endedWithoutAck_sendsAgainWhereItMay() {
    try (var server =
            new ScriptedSessions(new OnFirst(ScriptedSessions.Answer::end), new Acknowledging(0));
        var s2 = connect(server, AppendRetry.ALL)) {
      assertThat(submitOne(s2).join().start().seqNum()).isZero();
    }
  }

  @Test
  void readSession_advisedToReconnect_goesOnBehindItsLastRecord() {
    var first = new Reading(new Frame.Message(batch(0, 2), true));
    var second = new Reading(Frame.Message.of(batch(2, 3)));
    try (var server = new ScriptedSessions(first, second);
        var s2 = connect(server, AppendRetry.ALL);
        var records = stream(s2).records(ReadRequest.fromSeqNum(0))) {
      for (int i = 0; i < 3; i++) {
        assertThat(records.next().orElseThrow().seqNum()).isEqualTo(i);
      }
      assertThat(server.connections()).hasSize(2).doesNotHaveDuplicates();
      assertThat(second.query).isEqualTo("seq_num=2");
    }
  }

  @Test
  void readSession_advisedToReconnectWithItsLastRecord_ends() {
    var first = new Reading(new Frame.Message(batch(0, 2), true));
    var second = new Reading(Frame.Message.of(batch(2, 3)));
    try (var server = new ScriptedSessions(first, second);
        var s2 = connect(server, AppendRetry.ALL);
        var records = stream(s2).records(ReadRequest.fromSeqNum(0).withCount(2))) {
      assertThat(records.next()).isPresent();
      assertThat(records.next()).isPresent();
      assertThat(records.next()).isEmpty();
      assertThat(server.connections()).hasSize(1);
    }
  }

  /// Sends a frame, and goes on.
  private static final class Reading implements ScriptedSessions.Script {
    private final Frame frame;
    private volatile String query = "";

    Reading(Frame frame) {
      this.frame = frame;
    }

    @Override
    public void begun(String query, ScriptedSessions.Answer answer) {
      this.query = query;
      answer.frame(frame);
    }
  }

  private static java.util.concurrent.CompletableFuture<AppendAck> submitOne(S2 s2) {
    AppendSession session = stream(s2).openAppend();
    return session.submit(SessionsTest.batch("a"));
  }

  private static S2 connect(ScriptedSessions server, AppendRetry policy) {
    return connect(server, policy, Duration.ofSeconds(30));
  }

  private static S2 impatient(ScriptedSessions server, AppendRetry policy) {
    return connect(server, policy, Duration.ofSeconds(2));
  }

  private static S2 connect(ScriptedSessions server, AppendRetry policy, Duration timeout) {
    return S2Client.connect(
        S2ClientConfig.at(server.endpoint())
            .withAppendRetry(policy)
            .withRequestTimeout(timeout)
            .withRetry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2))));
  }

  private static S2Stream stream(S2 s2) {
    return s2.basin(new BasinName("test-basin")).stream(new StreamName("orders"));
  }

  static Frame ack(long from, long to, boolean advised) {
    var ack = new AppendAck(at(from), at(to), at(to));
    return new Frame.Message(AppendProto.encodeAck(ack), advised);
  }

  static byte[] batch(long from, long to) {
    var records =
        java.util.stream.LongStream.range(from, to)
            .mapToObj(seqNum -> new SequencedRecord(seqNum, 7, List.of(), Bytes.utf8("r")))
            .toList();
    return ReadProto.encode(new ReadBatch(records, Optional.empty()));
  }

  private static StreamPosition at(long seqNum) {
    return new StreamPosition(seqNum, 7);
  }
}
