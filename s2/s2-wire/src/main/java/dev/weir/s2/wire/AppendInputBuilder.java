package dev.weir.s2.wire;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.FencingToken;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.S2Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an append turns out to be while it is read. What breaks a rule is told once all of it has
/// been read, because what is not well-formed comes first.
final class AppendInputBuilder {
  private final List<AppendRecord> records = new ArrayList<>();
  private OptionalLong matchSeqNum = OptionalLong.empty();
  private Optional<String> fencingToken = Optional.empty();
  private Optional<InvalidInputException> firstInvalid = Optional.empty();

  void addRecord(ProtoReader proto) throws IOException {
    try {
      var record = AppendRecordProto.read(proto);
      // One too many fails the batch; keeping more would let 2 MiB of empty records fill the
      // memory.
      if (records.size() <= S2Limits.MAX_BATCH_RECORDS) {
        records.add(record);
      }
    } catch (InvalidInputException e) {
      firstInvalid = firstInvalid.or(() -> Optional.of(e));
    }
  }

  void matchSeqNum(long seqNum) {
    matchSeqNum = OptionalLong.of(seqNum);
  }

  void fencingToken(String token) {
    fencingToken = Optional.of(token);
  }

  /// @throws InvalidInputException what was wrong first
  AppendInput build() {
    firstInvalid.ifPresent(e -> {
      throw e;
    });
    return new AppendInput(records, matchSeqNum, fencingToken.map(FencingToken::new));
  }
}
