package dev.weir.proof.linear;

import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Exception;
import dev.weir.s2.S2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One of the clients of a stream: calls it at random, with conditions that it believes to hold,
/// and writes down what it was told.
final class Client {
  private static final List<FencingToken> TOKENS =
      List.of(FencingToken.NONE, new FencingToken("a"), new FencingToken("b"));

  private final int number;
  private final S2Stream stream;
  private final History history;
  private final Gate gate;
  private final Random random;

  private long tail;
  private FencingToken fence = FencingToken.NONE;
  private int appends;

  Client(int number, S2Stream stream, History history, Gate gate, long seed) {
    this.number = number;
    this.stream = stream;
    this.history = history;
    this.gate = gate;
    this.random = new Random(seed * 31 + number);
  }

  /// Makes so many calls, one after the other; some may fail and leave no trace.
  void run(int calls) throws InterruptedException {
    for (int i = 0; i < calls; i++) {
      var call = next();
      long begun = history.now();
      try {
        history.add(number, call, answer(call), begun);
      } catch (S2Exception failed) {
        if (call instanceof Call.Append && !failed.hasNoSideEffects()) {
          history.add(number, call, new Answer.Lost(), begun);
        }
        gate.await();
      }
    }
  }

  private Call next() {
    return switch (random.nextInt(4)) {
      case 0 -> new Call.ReadAll();
      case 1 -> new Call.CheckTail();
      default -> append();
    };
  }

  private Call append() {
    var records = new ArrayList<AppendRecord>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      records.add(AppendRecord.of(number + "-" + appends++));
    }
    if (random.nextInt(10) == 0) {
      fence = TOKENS.get(random.nextInt(TOKENS.size()));
      records.add(new Command.Fence(fence).toRecord());
      return new Call.Append(AppendInput.of(records));
    }
    var input = AppendInput.of(records);
    if (random.nextInt(2) == 0) {
      input = input.withMatchSeqNum(tail);
    }
    if (random.nextInt(4) == 0) {
      input = input.withFencingToken(fence);
    }
    return new Call.Append(input);
  }

  private Answer answer(Call call) {
    return switch (call) {
      case Call.Append(AppendInput input) -> append(input);
      case Call.ReadAll() -> readAll();
      case Call.CheckTail() -> {
        tail = stream.checkTail().seqNum();
        yield new Answer.Tail(tail);
      }
    };
  }

  private Answer append(AppendInput input) {
    try {
      var ack = stream.append(input);
      tail = ack.tail().seqNum();
      return new Answer.Appended(ack.start().seqNum(), ack.end().seqNum(), tail);
    } catch (AppendConditionFailedException e) {
      return switch (e.mismatch()) {
        case Mismatch.SeqNum(long next) -> {
          tail = next;
          yield new Answer.NotAtTail(next);
        }
        case Mismatch.Fence(FencingToken current) -> {
          fence = current;
          yield new Answer.Fenced(current.value());
        }
      };
    }
  }

  private Answer readAll() {
    long hash = StreamState.EMPTY.hash();
    try {
      // One call: a stream of such a history has fewer records than a batch may hold.
      var records = stream.read(ReadRequest.fromSeqNum(0)).records();
      for (var record : records) {
        hash = StreamState.hash(hash, record.headers(), record.body());
      }
      tail = records.size();
    } catch (RangeNotSatisfiableException e) {
      tail = e.tail().seqNum();
    }
    return new Answer.Contents(tail, hash);
  }
}
