package dev.weir.s2;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A record to append.
///
/// Throws [InvalidInputException] if the record meters over 1 MiB, a header's name is empty on a
/// record that is no command, or the command is unknown or malformed; the message is S2's own
///
/// @param timestamp the client's own, in whatever unit it keeps; S2 fills in milliseconds since the
///   epoch where it is missing and the stream's timestamping allows that
/// @param headers in order, duplicates kept; a single header with an empty name makes the record a
///   [Command]
/// @param body may be empty
public record AppendRecord(OptionalLong timestamp, List<Header> headers, Bytes body) {
  public AppendRecord {
    headers = List.copyOf(headers);
    if (headers.size() > S2Limits.MAX_RECORD_HEADERS) {
      throw new InvalidInputException("invalid header: too many");
    }
    if (Command.isCommand(headers)) {
      Command.parse(headers.getFirst().value(), body);
    } else {
      requireNames(headers);
    }
    if (meteredBytes(headers, body) > S2Limits.MAX_RECORD_METERED_BYTES) {
      throw new InvalidInputException("record must have metered size less than 1 MiB");
    }
  }

  /// A record of a body alone.
  public static AppendRecord of(Bytes body) {
    return new AppendRecord(OptionalLong.empty(), List.of(), body);
  }

  /// A record of a body alone, in UTF-8.
  public static AppendRecord of(String body) {
    return of(Bytes.utf8(body));
  }

  /// The same record with these headers.
  public AppendRecord withHeaders(List<Header> headers) {
    return new AppendRecord(timestamp, headers, body);
  }

  /// The same record with the client's timestamp.
  public AppendRecord withTimestamp(long timestamp) {
    return new AppendRecord(OptionalLong.of(timestamp), headers, body);
  }

  /// The command that the record is, if it is one.
  public Optional<Command> command() {
    return Command.isCommand(headers)
        ? Optional.of(Command.parse(headers.getFirst().value(), body))
        : Optional.empty();
  }

  /// The size S2 counts: 8 + 2 per header + header bytes + body bytes.
  public long meteredBytes() {
    return meteredBytes(headers, body);
  }

  // By index in these two: every record passes here several times, and an iterator each is a tenth
  // of what an append
  // allocates.

  private static void requireNames(List<Header> headers) {
    for (int i = 0; i < headers.size(); i++) {
      if (headers.get(i).name().isEmpty()) {
        throw new InvalidInputException("invalid header: empty name");
      }
    }
  }

  static long meteredBytes(List<Header> headers, Bytes body) {
    long bytes = S2Limits.RECORD_OVERHEAD_METERED_BYTES + 2L * headers.size() + body.size();
    for (int i = 0; i < headers.size(); i++) {
      Header header = headers.get(i);
      bytes += header.name().size() + (long) header.value().size();
    }
    return bytes;
  }
}
