package dev.weir.s2.copy;

import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamName;
import java.util.Optional;
import java.util.OptionalLong;

/// Holds a copy against its source, record by record.
///
/// A copied trim command trims the copy as well, perhaps beyond what the source has removed yet: at
/// the copy's beginning records may be missing, as far as a command in the source says so. What the
/// copy holds in places where the source holds nothing are fillers, or what the source has lost
/// since it was copied.
final class Comparison implements AutoCloseable {
  private final StreamName name;
  private final RecordSource.Reading copy;
  private final RecordDigest digest = new RecordDigest();
  private Optional<SequencedRecord> ahead;
  private long records;
  private long bytes;
  private long missingBefore;
  private long trimmedBefore;

  Comparison(StreamName name, RecordSource copy) {
    this.name = name;
    this.copy = copy.open();
    this.ahead = this.copy.next();
  }

  /// @throws CopyRefusedException if the copy holds something else there
  void expect(SequencedRecord source) {
    watchTrims(source);
    while (ahead.filter(held -> held.seqNum() < source.seqNum()).isPresent()) {
      ahead = copy.next();
    }
    if (ahead.filter(held -> held.seqNum() == source.seqNum()).isEmpty()) {
      missing(source);
      return;
    }
    if (!ahead.orElseThrow().equals(source)) {
      throw differs(source, ahead.orElseThrow());
    }
    digest.add(source);
    records++;
    bytes += source.meteredBytes();
  }

  /// A record that is not compared may be the trim that explains why others are missing.
  void watchTrims(SequencedRecord source) {
    if (source.isCommand()
        && command(source).orElseThrow() instanceof Command.Trim(long earliest)) {
      long limit = Long.compareUnsigned(earliest, source.seqNum()) < 0 ? earliest : source.seqNum();
      trimmedBefore = Math.max(trimmedBefore, limit);
    }
  }

  private static Optional<Command> command(SequencedRecord record) {
    return new AppendRecord(OptionalLong.empty(), record.headers(), record.body()).command();
  }

  private void missing(SequencedRecord source) {
    if (records > 0) {
      throw new CopyRefusedException(
          "stream " + name + " of the target lacks the record " + source.seqNum() + mend());
    }
    missingBefore = source.seqNum() + 1;
  }

  private CopyRefusedException differs(SequencedRecord source, SequencedRecord held) {
    String what =
        !held.body().equals(source.body())
            ? "its body differs"
            : !held.headers().equals(source.headers())
                ? "its headers differ"
                : "its timestamp is " + held.timestamp() + ", not " + source.timestamp();
    return new CopyRefusedException(
        "stream "
            + name
            + " of the target holds something else than the source as record "
            + source.seqNum()
            + ": "
            + what
            + mend());
  }

  /// @throws CopyRefusedException if records are missing that no command has trimmed
  void end() {
    if (missingBefore > trimmedBefore) {
      throw new CopyRefusedException(
          "stream "
              + name
              + " of the target lacks records before "
              + missingBefore
              + " that the source holds"
              + mend());
    }
  }

  /// Whether anything of the copy was found in the source.
  boolean hasFound() {
    return records > 0;
  }

  /// Fails where the copy holds anything but fillers from here on.
  void requireFillers() {
    while (ahead.isPresent()) {
      var held = ahead.get();
      if (!Filler.is(held)) {
        throw new CopyRefusedException(
            "stream "
                + name
                + " of the target holds a record "
                + held.seqNum()
                + " that is not of the source, which begins behind it. Nothing was appended. Name"
                + " another stream, or delete that one");
      }
      ahead = copy.next();
    }
  }

  CopyReport report(long appended, long filled, long tail) {
    return new CopyReport(records, appended, filled, tail, bytes, digest.hex());
  }

  private static String mend() {
    return ". It is no copy; the source was not changed. Delete it and copy again";
  }

  @Override
  public void close() {
    copy.close();
  }
}
