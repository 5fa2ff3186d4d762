package dev.weir.s2.copy;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Names and records of the tests.
final class Places {
  static final BasinName FROM = new BasinName("source-basin");
  static final BasinName TO = new BasinName("target-basin");
  static final StreamName STREAM = new StreamName("orders");

  private Places() {}

  static S2Basin basin(S2 s2, BasinName name) {
    s2.createBasin(name, BasinConfig.DEFAULT);
    return s2.basin(name);
  }

  static void append(S2Basin basin, String... bodies) {
    for (String body : bodies) {
      append(basin, AppendRecord.of(body));
    }
  }

  static void append(S2Basin basin, AppendRecord record) {
    basin.stream(STREAM).append(AppendInput.of(record));
  }

  /// Records of every kind, with a trim now and then.
  static void appendRandomly(S2Basin basin, Random random, int count) {
    var stream = basin.stream(STREAM);
    long tail = stream.checkTail().seqNum();
    for (int i = 0; i < count; ) {
      var batch = new ArrayList<AppendRecord>();
      for (int size = 1 + random.nextInt(20); batch.size() < size; i++) {
        batch.add(record(random, tail + batch.size()));
      }
      stream.append(AppendInput.of(batch));
      tail += batch.size();
    }
  }

  private static AppendRecord record(Random random, long seqNum) {
    return switch (random.nextInt(40)) {
      case 0 -> new Command.Trim((long) (seqNum * random.nextDouble() * 0.5)).toRecord();
      case 1 -> new Command.Fence(new FencingToken("holder-" + random.nextInt(3))).toRecord();
      case 2 -> AppendRecord.of("from the future").withTimestamp(4_000_000_000_000L + seqNum);
      case 3 -> AppendRecord.of(Bytes.empty());
      case 4 ->
          AppendRecord.of("with headers")
              .withHeaders(List.of(Header.of("a", "1"), Header.of("a", ""), Header.of("b", "2")));
      default -> {
        var body = new byte[random.nextInt(200)];
        random.nextBytes(body);
        yield AppendRecord.of(Bytes.wrap(body));
      }
    };
  }

  static List<SequencedRecord> everything(S2Basin basin) {
    var records = new ArrayList<SequencedRecord>();
    try (var reading = RecordSource.of(basin.stream(STREAM)).open()) {
      for (var next = reading.next(); next.isPresent(); next = reading.next()) {
        records.add(next.get());
      }
    }
    return records;
  }
}
