package dev.weir.s2.wire;

import dev.weir.s2.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The one table of error codes: what each is called on the wire, and the HTTP status it has.
public final class ErrorCodes {
  private static final Map<String, ErrorCode> BY_WIRE_CODE =
      Arrays.stream(ErrorCode.values())
          .collect(Collectors.toUnmodifiableMap(ErrorCodes::wireCode, Function.identity()));

  private ErrorCodes() {}

  /// The value of `code` in an error's body, such as `stream_not_found`.
  public static String wireCode(ErrorCode code) {
    return code.name().toLowerCase(Locale.ROOT);
  }

  /// The code of that name; empty if we know none.
  public static Optional<ErrorCode> ofWireCode(String wireCode) {
    return Optional.ofNullable(BY_WIRE_CODE.get(wireCode));
  }

  /// The HTTP status that a code travels with.
  public static int status(ErrorCode code) {
    return switch (code) {
      case BAD_HEADER, BAD_PATH, BAD_QUERY, BAD_JSON, BAD_PROTO, BAD_FRAME, DECRYPTION_FAILED ->
          400;
      case AUTHN -> 401;
      case PERMISSION_DENIED, QUOTA_EXHAUSTED -> 403;
      case ACCESS_TOKEN_NOT_FOUND, BASIN_NOT_FOUND, STREAM_NOT_FOUND -> 404;
      case REQUEST_TIMEOUT -> 408;
      case RESOURCE_ALREADY_EXISTS,
          BASIN_DELETION_PENDING,
          STREAM_DELETION_PENDING,
          TRANSACTION_CONFLICT ->
          409;
      case INVALID -> 422;
      case RATE_LIMITED -> 429;
      case CLIENT_HANGUP -> 499;
      case OTHER, STORAGE -> 500;
      case NOT_IMPLEMENTED -> 501;
      case HOT_SERVER -> 502;
      case UNAVAILABLE, SERVER_DRAINING -> 503;
      case UPSTREAM_TIMEOUT -> 504;
    };
  }

  /// What a status alone means, where the body says no code that we know: the same advice on
  /// retrying as S2's own clients, and nothing promised that only S2 could promise.
  static ErrorCode ofStatus(int status) {
    return switch (status) {
      case 401 -> ErrorCode.AUTHN;
      case 403 -> ErrorCode.PERMISSION_DENIED;
      case 408 -> ErrorCode.REQUEST_TIMEOUT;
      case 429 -> ErrorCode.RATE_LIMITED;
      case 499 -> ErrorCode.CLIENT_HANGUP;
      case 501 -> ErrorCode.NOT_IMPLEMENTED;
      case 502, 503 -> ErrorCode.UNAVAILABLE;
      case 504 -> ErrorCode.UPSTREAM_TIMEOUT;
      default -> status >= 400 && status < 500 ? ErrorCode.INVALID : ErrorCode.OTHER;
    };
  }
}
