package dev.weir.s2;

import java.util.List;

/// A record as it stands in a stream.
public record SequencedRecord(long seqNum, long timestamp, List<Header> headers, Bytes body) {
  public SequencedRecord {
    headers = List.copyOf(headers);
  }

  /// Whether the record is a [Command] and not a user's data.
  public boolean isCommand() {
    return Command.isCommand(headers);
  }

  /// The size S2 counts: 8 + 2 per header + header bytes + body bytes.
  public long meteredBytes() {
    return AppendRecord.meteredBytes(headers, body);
  }
}
