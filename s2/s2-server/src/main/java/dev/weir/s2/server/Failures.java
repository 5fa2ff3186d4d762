package dev.weir.s2.server;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.S2Exception;
import dev.weir.s2.wire.ErrorJson;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/// What clients are told of what went wrong.
final class Failures {
  private static final Logger LOG = System.getLogger(Failures.class.getName());

  /// Why a session ends although there may be more: what the client should do is ask again.
  static final ErrorJson.Response DRAINING =
      ErrorJson.encode(
          ErrorCode.SERVER_DRAINING,
          "the server is shutting down; nothing that it did not acknowledge was appended."
              + " Reconnect");

  static final ErrorJson.Response SHUTTING_DOWN =
      ErrorJson.encode(ErrorCode.UNAVAILABLE, "the server is shutting down");

  private Failures() {}

  /// The status and the body of any failure. What we did not foresee is logged, and tells nothing
  /// of itself.
  static ErrorJson.Response response(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case S2Exception e -> ErrorJson.encode(e);
      case RejectedExecutionException e -> SHUTTING_DOWN;
      default -> {
        LOG.log(Level.ERROR, "a request failed for a reason that we did not foresee", cause);
        yield ErrorJson.encode(ErrorCode.OTHER, "internal error");
      }
    };
  }
}
