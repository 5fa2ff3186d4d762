package dev.weir.s2.wire;

import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/// A failed call as an HTTP status and a JSON body: `{"code":…,"message":…}`, except that a failed
/// append condition (412) and an unreadable range (416) say what holds instead.
public final class ErrorJson {
  private static final int APPEND_CONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private ErrorJson() {}

  /// A status and the body that goes with it.
  @SuppressWarnings("ArrayRecordComponent") // handed to the network as it is, never compared
  public record Response(int status, byte[] body) {}

  /// What a server answers.
  public static Response encode(S2Exception e) {
    return switch (e) {
      case RequestRejectedException rejected -> encode(rejected.code(), message(rejected));
      case InvalidInputException invalid -> encode(ErrorCode.INVALID, message(invalid));
      case AppendConditionFailedException failed ->
          new Response(APPEND_CONDITION_FAILED, encodeMismatch(failed.mismatch()));
      case RangeNotSatisfiableException range ->
          new Response(RANGE_NOT_SATISFIABLE, ReadJson.encodeTail(range.tail()));
      // Where the store is remote: its address and its words are nobody's business behind us.
      case TransportException transport ->
          transport.hasNoSideEffects()
              ? encode(ErrorCode.HOT_SERVER, "the store could not be reached")
              : encode(ErrorCode.UNAVAILABLE, "the store did not answer");
      case OutcomeUnknownException unknown -> encode(ErrorCode.OTHER, message(unknown));
      case InterruptedCallException interrupted ->
          encode(ErrorCode.UNAVAILABLE, "the call was interrupted");
    };
  }

  /// What a server answers.
  public static Response encode(ErrorCode code, String message) {
    byte[] body =
        JsonWriter.write(
            96,
            json -> {
              json.beginObject();
              json.name("code").string(ErrorCodes.wireCode(code));
              json.name("message").string(message);
              json.endObject();
            });
    return new Response(ErrorCodes.status(code), body);
  }

  /// What the answer of a server means: any status that is no success, and any body. A body that is
  /// not S2's is kept as text (the first 1,000 characters), and the status then says what to do.
  public static S2Exception decode(int status, byte[] body) {
    var fields = Fields.parse(body);
    if (fields.isEmpty()) {
      return new RequestRejectedException(ErrorCodes.ofStatus(status), text(status, body));
    }
    return fields.get().toException(status);
  }

  /// What the `error` event of a stream of server-sent events means; the status it stands for is
  /// not told.
  public static S2Exception decode(byte[] body) {
    return decode(0, body);
  }

  private static byte[] encodeMismatch(Mismatch mismatch) {
    return JsonWriter.write(
        64,
        json -> {
          json.beginObject();
          switch (mismatch) {
            case Mismatch.SeqNum(long next) -> json.name("seq_num_mismatch").unsigned(next);
            case Mismatch.Fence(FencingToken current) ->
                json.name("fencing_token_mismatch").string(current.value());
          }
          json.endObject();
        });
  }

  private static String message(S2Exception e) {
    return String.valueOf(e.getMessage());
  }

  private static String text(int status, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    String shown = text.length() > 1000 ? text.substring(0, 1000) + "…" : text;
    return shown.isEmpty() ? "HTTP status " + status : "HTTP status " + status + ": " + shown;
  }

  /// What may stand in an error's body.
  private record Fields(
      Optional<String> code,
      Optional<String> message,
      OptionalLong seqNumMismatch,
      Optional<FencingToken> fencingTokenMismatch,
      Optional<StreamPosition> tail) {

    static Optional<Fields> parse(byte[] body) {
      try {
        return Optional.of(JsonReader.read(body, Fields::read)).filter(Fields::saysSomething);
      } catch (IOException | InvalidInputException e) {
        return Optional.empty(); // some proxy's page: the caller shows it as text
      }
    }

    private static Fields read(JsonReader json) throws IOException {
      Optional<String> code = Optional.empty();
      Optional<String> message = Optional.empty();
      OptionalLong seqNum = OptionalLong.empty();
      Optional<FencingToken> fence = Optional.empty();
      Optional<StreamPosition> tail = Optional.empty();
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "code" -> code = json.optional(JsonReader::string);
          case "message" -> message = json.optional(JsonReader::string);
          case "seq_num_mismatch" -> seqNum = json.optionalUnsigned();
          case "fencing_token_mismatch" -> fence = json.optional(v -> v.string(FencingToken::new));
          case "tail" -> tail = json.optional(PositionJson::read);
          default -> json.skip();
        }
      }
      return new Fields(code, message, seqNum, fence, tail);
    }

    private boolean saysSomething() {
      return code.isPresent()
          || message.isPresent()
          || seqNumMismatch.isPresent()
          || fencingTokenMismatch.isPresent()
          || tail.isPresent();
    }

    S2Exception toException(int status) {
      if (code.isEmpty() && seqNumMismatch.isPresent()) {
        return new AppendConditionFailedException(new Mismatch.SeqNum(seqNumMismatch.getAsLong()));
      }
      if (code.isEmpty() && fencingTokenMismatch.isPresent()) {
        return new AppendConditionFailedException(new Mismatch.Fence(fencingTokenMismatch.get()));
      }
      if (code.isEmpty() && tail.isPresent()) {
        return new RangeNotSatisfiableException(tail.get());
      }
      var known = code.flatMap(ErrorCodes::ofWireCode);
      String said = message.orElse("HTTP status " + status);
      return known
          .map(errorCode -> new RequestRejectedException(errorCode, said))
          .orElseGet(() -> unknownCode(status, said));
    }

    private RequestRejectedException unknownCode(int status, String said) {
      String text = code.map(unknown -> unknown + ": " + said).orElse(said);
      return new RequestRejectedException(ErrorCodes.ofStatus(status), text);
    }
  }
}
