package dev.weir.s2;

/// S2's error codes, each with what it means for a caller that would try again.
///
/// @see <a href="https://s2.dev/docs/api/error-codes">S2 API, error codes</a>
public enum ErrorCode {
  BAD_HEADER(Kind.INVALID, false, true),
  BAD_PATH(Kind.INVALID, false, true),
  BAD_QUERY(Kind.INVALID, false, true),
  BAD_JSON(Kind.INVALID, false, true),
  BAD_PROTO(Kind.INVALID, false, true),
  BAD_FRAME(Kind.INVALID, false, true),
  DECRYPTION_FAILED(Kind.INVALID, false, true),
  AUTHN(Kind.DENIED, false, true),
  PERMISSION_DENIED(Kind.DENIED, false, true),
  QUOTA_EXHAUSTED(Kind.DENIED, false, true),
  ACCESS_TOKEN_NOT_FOUND(Kind.NOT_FOUND, false, true),
  BASIN_NOT_FOUND(Kind.NOT_FOUND, false, true),
  STREAM_NOT_FOUND(Kind.NOT_FOUND, false, true),
  REQUEST_TIMEOUT(Kind.UNAVAILABLE, true, false),
  RESOURCE_ALREADY_EXISTS(Kind.CONFLICT, false, true),
  BASIN_DELETION_PENDING(Kind.CONFLICT, false, true),
  STREAM_DELETION_PENDING(Kind.CONFLICT, false, true),
  TRANSACTION_CONFLICT(Kind.CONFLICT, true, true),
  INVALID(Kind.INVALID, false, true),
  RATE_LIMITED(Kind.RATE_LIMITED, true, true),
  CLIENT_HANGUP(Kind.UNAVAILABLE, false, false),
  OTHER(Kind.UNAVAILABLE, true, false),
  STORAGE(Kind.UNAVAILABLE, true, false),
  NOT_IMPLEMENTED(Kind.UNSUPPORTED, false, true),
  HOT_SERVER(Kind.UNAVAILABLE, true, true),
  UNAVAILABLE(Kind.UNAVAILABLE, true, false),
  SERVER_DRAINING(Kind.UNAVAILABLE, true, true),
  UPSTREAM_TIMEOUT(Kind.UNAVAILABLE, true, false);

  private final Kind kind;
  private final boolean retryable;
  private final boolean noSideEffects;

  /// What a program can do about a refusal.
  public enum Kind {
    /// The request itself is wrong, or its key does not fit: mend it.
    INVALID,
    /// The basin, stream or token is not there: create it, or look for another.
    NOT_FOUND,
    /// What is there stands in the way: it exists already, is being deleted, or was being changed.
    CONFLICT,
    /// Who calls is unknown, or may not do this: bring another access token or a larger quota.
    DENIED,
    /// Too much at once: wait, at least as long as [RequestRejectedException#retryAfter()] says.
    RATE_LIMITED,
    /// The store failed or was too slow: try again where that is safe.
    UNAVAILABLE,
    /// The store cannot do this at all.
    UNSUPPORTED
  }

  ErrorCode(Kind kind, boolean retryable, boolean noSideEffects) {
    this.kind = kind;
    this.retryable = retryable;
    this.noSideEffects = noSideEffects;
  }

  /// What a program can do about it.
  public Kind kind() {
    return kind;
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
