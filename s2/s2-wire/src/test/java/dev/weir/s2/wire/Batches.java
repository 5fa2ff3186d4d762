package dev.weir.s2.wire;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/// Random values of the data plane, in which what is special is common: 0, nothing, the largest.
final class Batches {
  private final Random random;

  Batches(long seed) {
    this.random = new Random(seed);
  }

  AppendInput input() {
    var records = new ArrayList<AppendRecord>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      records.add(new AppendRecord(maybeNumber(), headers(), bytes(300)));
    }
    return new AppendInput(
        records,
        maybeNumber(),
        random.nextBoolean()
            ? Optional.of(new FencingToken("é".repeat(random.nextInt(19))))
            : Optional.empty());
  }

  ReadBatch batch() {
    var records = new ArrayList<SequencedRecord>();
    for (int i = random.nextInt(5); i > 0; i--) {
      records.add(new SequencedRecord(number(), number(), headers(), bytes(300)));
    }
    return new ReadBatch(
        records, random.nextBoolean() ? Optional.of(position()) : Optional.empty());
  }

  StreamPosition position() {
    return new StreamPosition(number(), number());
  }

  private OptionalLong maybeNumber() {
    return random.nextBoolean() ? OptionalLong.of(number()) : OptionalLong.empty();
  }

  private long number() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(300);
      case 2 -> random.nextLong() >>> random.nextInt(64);
      default -> -1;
    };
  }

  private List<Header> headers() {
    var headers = new ArrayList<Header>();
    for (int i = random.nextInt(3); i > 0; i--) {
      headers.add(new Header(Bytes.utf8("k" + random.nextInt(3)), bytes(20)));
    }
    return headers;
  }

  Bytes bytes(int bound) {
    var bytes = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(bound)];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
