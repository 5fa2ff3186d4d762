package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.FrameDecoder;
import dev.weir.s2.wire.FrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// In which order an append session's client is told what.
class RepliesTest {
  private final Replies replies = new Replies(FrameCompression.NONE);

  private CompletableFuture<AppendAck> owe() {
    var ack = new CompletableFuture<AppendAck>();
    replies.oweAck(ack);
    return ack;
  }

  private static AppendAck ack(long seqNum) {
    var end = new StreamPosition(seqNum + 1, 0);
    return new AppendAck(new StreamPosition(seqNum, 0), end, end);
  }

  private static void fail(CompletableFuture<AppendAck> ack) {
    ack.completeExceptionally(new AppendConditionFailedException(new Mismatch.SeqNum(7)));
  }

  /// The frames of a reply: numbers of acknowledged records, `!` for advice, and statuses.
  private static List<String> frames(Replies.Reply reply) throws FrameException {
    var decoder = new FrameDecoder();
    decoder.feed(reply.frames());
    var frames = new ArrayList<String>();
    for (var frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
      frames.add(
          switch (frame.get()) {
            case Frame.Message(byte[] body, boolean advised) ->
                AppendProto.decodeAck(body).start().seqNum() + (advised ? "!" : "");
            case Frame.Terminal terminal -> "status " + terminal.status();
          });
    }
    decoder.end();
    return frames;
  }

  @Test
  void acks_areGivenInTheOrderOfTheInputs_howeverTheyBecomeReady() throws FrameException {
    var first = owe();
    var second = owe();
    second.complete(ack(1));
    assertThat(replies.take().acks()).isZero();
    assertThat(replies.awaited()).contains(first);
    first.complete(ack(0));
    assertThat(frames(replies.take())).containsExactly("0", "1");
    assertThat(replies.isNothingOwed()).isTrue();
  }

  @Test
  void end_waitsForAllAcks() throws FrameException {
    var only = owe();
    replies.oweEnd(Optional.empty());
    assertThat(replies.take().last()).isFalse();
    only.complete(ack(0));
    var reply = replies.take();
    assertThat(frames(reply)).containsExactly("0");
    assertThat(reply.last()).isTrue();
  }

  @Test
  void firstFailure_isTheEnd_whateverComesBehind() throws FrameException {
    owe().complete(ack(0));
    fail(owe());
    owe().complete(ack(9));
    replies.oweEnd(Optional.empty());
    var reply = replies.take();
    assertThat(frames(reply)).containsExactly("0", "status 412");
    assertThat(reply.acks()).isEqualTo(1);
    assertThat(reply.last()).isTrue();
  }

  @Test
  void ackThatCannotBeGiven_isTheEnd() throws FrameException {
    owe().complete(ack(0));
    assertThat(owe().cancel(true)).isTrue();
    var reply = replies.take();
    assertThat(frames(reply)).containsExactly("0", "status 500");
    assertThat(reply.last()).isTrue();
  }

  @Test
  void failureOfTheSession_comesBehindTheAcks() throws FrameException {
    owe().complete(ack(0));
    replies.oweEnd(Optional.of(Frame.Terminal.of(Failures.DRAINING)));
    assertThat(frames(replies.take())).containsExactly("0", "status 503");
  }

  @Test
  void advice_isOnEachAckFromThenOn_andNotOnTheEnd() throws FrameException {
    owe().complete(ack(0));
    assertThat(frames(replies.take())).containsExactly("0");
    owe().complete(ack(1));
    replies.adviseReconnect();
    replies.oweEnd(Optional.of(Frame.Terminal.of(Failures.DRAINING)));
    assertThat(frames(replies.take())).containsExactly("1!", "status 503");
  }

  @Test
  void manyAcks_areGivenInPieces() {
    int many = 5_000;
    for (int i = 0; i < many; i++) {
      owe().complete(ack(i));
    }
    int given = 0;
    for (var reply = replies.take(); reply.acks() > 0; reply = replies.take()) {
      assertThat(reply.frames().length).isLessThan(33 * 1024);
      given += reply.acks();
    }
    assertThat(given).isEqualTo(many);
  }
}
