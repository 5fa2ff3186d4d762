package dev.weir.s2;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/// What a command record asks of its stream. On the wire it is a record with one header of an empty
/// name, whose value is the operation; it takes a sequence number and is read like any record.
public sealed interface Command {
  /// From the next append on, only appends that name `token` (or none at all) are accepted. Empty
  /// lifts the fence.
  record Fence(FencingToken token) implements Command {}

  /// Records before `earliest` may go. Never moves back, and never passes the trim record itself.
  record Trim(long earliest) implements Command {}

  /// The record that carries the command.
  default AppendRecord toRecord() {
    return switch (this) {
      case Fence(FencingToken token) -> record("fence", Bytes.utf8(token.value()));
      case Trim(long earliest) ->
          record("trim", Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(earliest).array()));
    };
  }

  private static AppendRecord record(String operation, Bytes body) {
    return new AppendRecord(OptionalLong.empty(), List.of(Header.of("", operation)), body);
  }

  static boolean isCommand(List<Header> headers) {
    return headers.size() == 1 && headers.getFirst().name().isEmpty();
  }

  static Command parse(Bytes operation, Bytes body) {
    return switch (operation.utf8()) {
      case "fence" -> fence(body);
      case "trim" -> trim(body);
      default -> throw new InvalidInputException("unknown command");
    };
  }

  private static Command fence(Bytes body) {
    if (body.size() > S2Limits.MAX_FENCING_TOKEN_BYTES) {
      throw new InvalidInputException(
          "invalid `fence` command: fencing token must not exceed 36 bytes in length");
    }
    try {
      String token = StandardCharsets.UTF_8.newDecoder().decode(body.asByteBuffer()).toString();
      return new Fence(new FencingToken(token));
    } catch (CharacterCodingException e) {
      throw new InvalidInputException("invalid `fence` command: invalid UTF-8");
    }
  }

  private static Command trim(Bytes body) {
    if (body.size() != Long.BYTES) {
      throw new InvalidInputException(
          "invalid `trim` command: earliest sequence number to trim to was "
              + body.size()
              + " bytes, must be 8");
    }
    return new Trim(body.asByteBuffer().getLong());
  }
}
