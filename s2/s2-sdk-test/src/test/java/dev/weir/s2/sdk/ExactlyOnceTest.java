package dev.weir.s2.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSession;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.AppendRetry;
import dev.weir.s2.client.RetryPolicy;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.server.S2Server;
import dev.weir.s2.server.S2ServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of batches whose answers are lost, with what else may happen to their stream.
@Timeout(60)
final class ExactlyOnceTest {
  private static final BasinName BASIN = new BasinName("once-basin");
  private static final StreamName NAME = new StreamName("orders");

  private static void nothing() {}

  private final S2Lite engine = S2Lite.inMemory();
  private final LostAnswers answers = new LostAnswers(engine);
  private final S2Server server = S2Server.start(answers.store(), S2ServerConfig.LOOPBACK);
  private final S2Stream orders = engine.basin(BASIN).stream(NAME);
  private final List<S2> clients = new ArrayList<>();

  ExactlyOnceTest() {
    engine.createBasin(BASIN, BasinConfig.DEFAULT);
    engine.basin(BASIN).createStream(NAME, StreamConfig.UNSET);
  }

  @AfterEach
  void close() {
    clients.forEach(S2::close);
    server.close();
    engine.close();
  }

  private AppendSession open(AppendRetry policy) {
    var s2 =
        S2Client.connect(
            S2ClientConfig.at(server.endpoint().toString())
                .withAppendRetry(policy)
                .withRetry(new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(2))));
    clients.add(s2);
    return s2.basin(BASIN).stream(NAME).openAppend();
  }

  @Test
  void lostAnswer_isFoundInTheStream() {
    orders.append(batch("before"));
    answers.loseTheAnswer(ExactlyOnceTest::nothing);
    AppendAck ack;
    try (var session = open(AppendRetry.EXACTLY_ONCE)) {
      ack = session.submit(batch("a", "b")).join();
      assertThat(session.submit(batch("c")).join().start().seqNum()).isEqualTo(3);
    }
    assertThat(ack.start().seqNum()).isEqualTo(1);
    assertThat(ack.end().seqNum()).isEqualTo(3);
    assertThat(stored()).containsExactly("before", "a", "b", "c");
  }

  @Test
  void lostAnswers_ofManyBatches_areAllFound() {
    for (int i = 0; i < 3; i++) {
      answers.loseTheAnswer(ExactlyOnceTest::nothing);
    }
    var acks = new ArrayList<CompletableFuture<AppendAck>>();
    try (var session = open(AppendRetry.EXACTLY_ONCE)) {
      for (int i = 0; i < 50; i++) {
        acks.add(session.submit(batch("r" + i)));
      }
    }
    for (int i = 0; i < 50; i++) {
      assertThat(acks.get(i).join().start().seqNum()).isEqualTo(i);
      assertThat(stored().get(i)).isEqualTo("r" + i);
    }
    assertThat(stored()).hasSize(50);
  }

  @Test
  void lostRequest_isSentAgain() {
    answers.loseTheRequest(ExactlyOnceTest::nothing);
    try (var session = open(AppendRetry.EXACTLY_ONCE)) {
      assertThat(session.submit(batch("a")).join().start().seqNum()).isZero();
    }
    assertThat(stored()).containsExactly("a");
  }

  @Test
  void lostRequest_whosePlaceAnotherTook_isAFailedCondition() {
    answers.loseTheRequest(() -> orders.append(batch("theirs")));
    var session = open(AppendRetry.EXACTLY_ONCE);
    assertThat(failure(session.submit(batch("mine"))))
        .isInstanceOfSatisfying(
            AppendConditionFailedException.class,
            e -> assertThat(e.mismatch()).isEqualTo(new Mismatch.SeqNum(1)));
    assertThatThrownBy(session::close).isInstanceOf(AppendConditionFailedException.class);
    assertThat(stored()).containsExactly("theirs");
  }

  /// A beginning that is the same makes no batch: batches are atomic, so somebody else wrote it.
  @Test
  void lostRequest_whosePlaceHoldsItsBeginning_isAFailedCondition() {
    answers.loseTheRequest(() -> orders.append(batch("a")));
    var session = open(AppendRetry.EXACTLY_ONCE);
    assertThat(failure(session.submit(batch("a", "b"))))
        .isInstanceOf(AppendConditionFailedException.class);
    assertThat(stored()).containsExactly("a");
  }

  /// Nothing tells the two apart, and the stream is as the caller wanted it.
  @Test
  void lostRequest_whosePlaceHoldsTheSame_countsAsOurs() {
    answers.loseTheRequest(() -> orders.append(batch("same")));
    try (var session = open(AppendRetry.EXACTLY_ONCE)) {
      assertThat(session.submit(batch("same")).join().start().seqNum()).isZero();
    }
    assertThat(stored()).containsExactly("same");
  }

  @Test
  void lostRequest_whosePlaceHoldsTheSameUnderAnotherName_isAFailedCondition() {
    answers.loseTheRequest(() -> orders.append(signed("other", "same")));
    var session = open(AppendRetry.EXACTLY_ONCE);
    assertThat(failure(session.submit(signed("me", "same"))))
        .isInstanceOf(AppendConditionFailedException.class);
  }

  @Test
  void lostAnswer_ofWhatWasTrimmedSince_isUnknown() {
    answers.loseTheAnswer(() ->
        orders.append(AppendInput.of(new Command.Trim(1).toRecord(), AppendRecord.of("later"))));
    var session = open(AppendRetry.EXACTLY_ONCE);
    var e = failure(session.submit(batch("a")));
    assertThat(e).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("record 0");
    assertThatThrownBy(session::close).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void lostAnswer_beforeAFence_isFound_andTheNextIsFencedOff() {
    var mine = new FencingToken("mine");
    var theirs = new FencingToken("theirs");
    orders.append(AppendInput.of(new Command.Fence(mine).toRecord()));
    answers.loseTheAnswer(
        () -> orders.append(AppendInput.of(new Command.Fence(theirs).toRecord())));
    var session = open(AppendRetry.EXACTLY_ONCE);
    var first = session.submit(batch("a").withFencingToken(mine));
    assertThat(first.join().start().seqNum()).isEqualTo(1);
    assertThat(failure(session.submit(batch("b").withFencingToken(mine))))
        .isInstanceOfSatisfying(
            AppendConditionFailedException.class,
            e -> assertThat(e.mismatch()).isEqualTo(new Mismatch.Fence(theirs)));
  }

  @Test
  void lostRequest_beforeAFence_isFencedOff() {
    var theirs = new FencingToken("theirs");
    answers.loseTheRequest(
        () -> orders.append(AppendInput.of(new Command.Fence(theirs).toRecord())));
    var session = open(AppendRetry.EXACTLY_ONCE);
    assertThat(failure(session.submit(batch("a").withFencingToken(FencingToken.NONE))))
        .isInstanceOf(AppendConditionFailedException.class);
    assertThat(orders.checkTail().seqNum()).isEqualTo(1);
  }

  @Test
  void firstBatch_withItsOwnMatchSeqNum_beginsThere() {
    orders.append(batch("x", "y"));
    answers.loseTheAnswer(ExactlyOnceTest::nothing);
    try (var session = open(AppendRetry.EXACTLY_ONCE)) {
      assertThat(session.submit(batch("a").withMatchSeqNum(2)).join().end().seqNum()).isEqualTo(3);
      assertThat(session.submit(batch("b")).join().end().seqNum()).isEqualTo(4);
    }
  }

  @Test
  void anotherWriter_inBetween_endsTheSession() {
    var session = open(AppendRetry.EXACTLY_ONCE);
    session.submit(batch("a")).join();
    orders.append(batch("theirs"));
    assertThat(failure(session.submit(batch("b"))))
        .isInstanceOf(AppendConditionFailedException.class);
    assertThat(stored()).containsExactly("a", "theirs");
  }

  @Test
  void lostAnswers_withoutEnd_areUnknown() {
    for (int i = 0; i < 4; i++) {
      answers.loseTheRequest(ExactlyOnceTest::nothing);
    }
    var session = open(AppendRetry.EXACTLY_ONCE);
    assertThat(failure(session.submit(batch("a")))).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void lostAnswer_underAll_isAppendedAgain() {
    answers.loseTheAnswer(ExactlyOnceTest::nothing);
    try (var session = open(AppendRetry.ALL)) {
      assertThat(session.submit(batch("a")).join().start().seqNum()).isEqualTo(1);
    }
    assertThat(stored()).containsExactly("a", "a");
  }

  @Test
  void lostAnswer_underNoSideEffects_isTold() {
    answers.loseTheAnswer(ExactlyOnceTest::nothing);
    var session = open(AppendRetry.NO_SIDE_EFFECTS);
    assertThat(failure(session.submit(batch("a"))))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.hasNoSideEffects()).isFalse());
    assertThat(stored()).containsExactly("a");
  }

  /// It may be in the stream, so that its condition fails says nothing about it.
  @Test
  void lostAnswer_ofAConditionalBatchUnderAll_isNotSoldAsAFailedCondition() {
    answers.loseTheAnswer(ExactlyOnceTest::nothing);
    var session = open(AppendRetry.ALL);
    assertThat(failure(session.submit(batch("a").withMatchSeqNum(0))))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasCauseInstanceOf(AppendConditionFailedException.class);
  }

  private static Throwable failure(CompletableFuture<AppendAck> ack) {
    var e = catchThrowableOfType(CompletionException.class, ack::join);
    var cause = e.getCause();
    return cause == null ? e : cause;
  }

  private List<String> stored() {
    return SessionsTest.bodies(orders);
  }

  private static AppendInput batch(String... bodies) {
    return SessionsTest.batch(bodies);
  }

  private static AppendInput signed(String writer, String body) {
    var headers = List.of(Header.of("writer", writer));
    return AppendInput.of(AppendRecord.of(body).withHeaders(headers));
  }
}
