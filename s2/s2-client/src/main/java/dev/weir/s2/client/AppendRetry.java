package dev.weir.s2.client;

/// When an append, alone or in a session, is sent again after it failed in a way that may pass.
public enum AppendRetry {
  /// Only where the failed attempt certainly appended nothing: a batch is never in the stream
  /// twice. A batch whose fate is unknown fails, and the caller looks whether it happened. The
  /// default.
  ///
  /// That a batch names a `matchSeqNum` does not count as certainty: sent again, it would be
  /// refused for its own success.
  NO_SIDE_EFFECTS,

  /// Always: what is unacknowledged is sent again, so a batch may be in the stream twice. The
  /// default of S2's own clients.
  ALL,

  /// Always, in an append session, and yet each batch is in the stream once. The session appends
  /// each batch on the condition of its place, beginning at the tail that it finds (or at the first
  /// batch's own `matchSeqNum`). Where an answer was lost it reads what the stream holds at that
  /// place: the same headers and bodies are an acknowledgement, anything else is a failed
  /// condition, and what has been trimmed away is an [dev.weir.s2.OutcomeUnknownException].
  ///
  /// For one writer at a time: what another writer appends in between ends the session with
  /// [dev.weir.s2.AppendConditionFailedException]. If another writer put the very same records at
  /// the very same place while the answer was lost, they count as this session's own; where that
  /// must not be, a header with the writer's name tells them apart. It costs the permission to
  /// read.
  ///
  /// A single append outside a session is treated as under [#NO_SIDE_EFFECTS].
  EXACTLY_ONCE
}
