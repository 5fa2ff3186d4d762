package dev.weir.s2.copy;

import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.SequencedRecord;

/// What takes the place of records that a source no longer holds. A new stream begins at 0, and
/// only records make its tail grow: empty ones, of which the last is the command that trims the
/// others away.
final class Filler {
  private Filler() {}

  /// The record in the place `seqNum`, where those before `end` are to be filled.
  static AppendRecord at(long seqNum, long end, long timestamp) {
    var record =
        seqNum + 1 < end ? AppendRecord.of(Bytes.empty()) : new Command.Trim(seqNum).toRecord();
    return record.withTimestamp(timestamp);
  }

  static boolean is(SequencedRecord record) {
    return record.isCommand() || (record.body().isEmpty() && record.headers().isEmpty());
  }
}
