package dev.weir.s2.client;

import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import java.time.Duration;

/// What an append session does once a connection has ended: a pure decision.
sealed interface Recovery {
  /// Go on over another connection, with everything that is unacknowledged.
  ///
  /// @param delay before the next attempt
  /// @param counts whether this was one of the attempts that are limited
  /// @param certain whether nothing that was sent over the ended connection can be in the stream,
  ///   beyond what it acknowledged
  record Resend(Duration delay, boolean counts, boolean certain) implements Recovery {}

  /// End the session.
  record GiveUp(S2Exception reason) implements Recovery {}

  /// Where a session stands when a connection ends.
  ///
  /// @param unacknowledged batches
  /// @param sent of those, how many were sent over the ended connection
  /// @param oldestIsDoubtful whether the oldest of those was sent over an earlier connection too,
  ///   and may have been appended then
  /// @param failures attempts in a row, this one included, that brought no acknowledgement
  /// @param adviceIsTaken whether the server said it is about to go, and there is somewhere else
  record Situation(
      int unacknowledged,
      int sent,
      boolean oldestIsDoubtful,
      int failures,
      boolean adviceIsTaken) {}

  /// What to do.
  static Recovery after(LinkEnd end, Situation now, AppendRetry policy, Backoff backoff) {
    return switch (end) {
      // Nothing was taken that was not acknowledged, so that costs nothing and proves nothing bad.
      case LinkEnd.Clean(boolean advised) when advised -> new Resend(Duration.ZERO, false, true);
      case LinkEnd.Clean unused -> after(endedEarly(now), Duration.ZERO, now, policy, backoff);
      case LinkEnd.Failed(S2Exception reason, Duration retryAfter) ->
          after(reason, retryAfter, now, policy, backoff);
      case LinkEnd.Silent(S2Exception reason) -> after(reason, Duration.ZERO, now, policy, backoff);
    };
  }

  private static Recovery after(
      S2Exception reason, Duration retryAfter, Situation now, AppendRetry policy, Backoff backoff) {
    boolean certain = now.sent() == 0 || reason.hasNoSideEffects();
    if (isDraining(reason) && now.adviceIsTaken()) {
      return new Resend(Duration.ZERO, false, true);
    }
    if (canBeVerified(reason, now, policy) && backoff.allows(now.failures())) {
      return new Resend(Duration.ZERO, true, true);
    }
    boolean mayRepeat = certain || policy != AppendRetry.NO_SIDE_EFFECTS;
    if (!reason.isRetryable() || !mayRepeat || !backoff.allows(now.failures())) {
      return new GiveUp(honest(reason, now, policy));
    }
    return new Resend(backoff.delay(now.failures(), retryAfter), true, certain);
  }

  /// A condition that fails where an earlier attempt may have been appended: what the stream holds
  /// at the batch's place tells which of the two it was.
  private static boolean canBeVerified(S2Exception reason, Situation now, AppendRetry policy) {
    return policy == AppendRetry.EXACTLY_ONCE
        && now.oldestIsDoubtful()
        && reason instanceof AppendConditionFailedException;
  }

  /// The failure as its batches' futures may tell it: what it says of side effects must hold for
  /// all that was done for them, not for the last attempt alone.
  private static S2Exception honest(S2Exception reason, Situation now, AppendRetry policy) {
    if (now.oldestIsDoubtful() && reason.hasNoSideEffects()) {
      return new OutcomeUnknownException(
          reason.getMessage()
              + "; but an earlier attempt, whose answer was lost, may have appended",
          reason);
    }
    boolean maybe = now.sent() > 0 || now.oldestIsDoubtful();
    if (maybe && policy == AppendRetry.EXACTLY_ONCE && !reason.hasNoSideEffects()) {
      return new OutcomeUnknownException(
          "the attempts are used up, the last failed so: " + reason.getMessage(), reason);
    }
    if (!maybe && reason instanceof TransportException && now.unacknowledged() > 0) {
      return new TransportException(
          reason.getMessage() + "; no batch of those unacknowledged was sent", false, reason);
    }
    return reason;
  }

  private static boolean isDraining(S2Exception reason) {
    return reason instanceof RequestRejectedException e && e.code() == ErrorCode.SERVER_DRAINING;
  }

  private static TransportException endedEarly(Situation now) {
    return new TransportException(
        "the server ended the append session with "
            + now.unacknowledged()
            + " batches unacknowledged",
        now.sent() > 0,
        null);
  }
}
