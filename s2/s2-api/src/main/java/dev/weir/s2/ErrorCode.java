package dev.weir.s2;

/// S2's error codes, each with what it means for a caller that would try again.
///
/// @see <a href="https://s2.dev/docs/api/error-codes">S2 API, error codes</a>
public enum ErrorCode {
  BAD_HEADER(false, true),
  BAD_PATH(false, true),
  BAD_QUERY(false, true),
  BAD_JSON(false, true),
  BAD_PROTO(false, true),
  BAD_FRAME(false, true),
  DECRYPTION_FAILED(false, true),
  AUTHN(false, true),
  PERMISSION_DENIED(false, true),
  QUOTA_EXHAUSTED(false, true),
  ACCESS_TOKEN_NOT_FOUND(false, true),
  BASIN_NOT_FOUND(false, true),
  STREAM_NOT_FOUND(false, true),
  REQUEST_TIMEOUT(true, false),
  RESOURCE_ALREADY_EXISTS(false, true),
  BASIN_DELETION_PENDING(false, true),
  STREAM_DELETION_PENDING(false, true),
  TRANSACTION_CONFLICT(true, true),
  INVALID(false, true),
  RATE_LIMITED(true, true),
  CLIENT_HANGUP(false, false),
  OTHER(true, false),
  STORAGE(true, false),
  NOT_IMPLEMENTED(false, true),
  HOT_SERVER(true, true),
  UNAVAILABLE(true, false),
  SERVER_DRAINING(true, true),
  UPSTREAM_TIMEOUT(true, false);

  private final boolean retryable;
  private final boolean noSideEffects;

  ErrorCode(boolean retryable, boolean noSideEffects) {
    this.retryable = retryable;
    this.noSideEffects = noSideEffects;
  }

  /// Whether the same call may succeed if made again.
  public boolean isRetryable() {
    return retryable;
  }

  /// Whether the store certainly did not act.
  public boolean hasNoSideEffects() {
    return noSideEffects;
  }
}
