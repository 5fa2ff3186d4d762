package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.EventTooLargeException;
import dev.weir.livestore.proxy.InvalidStoreIdException;
import dev.weir.livestore.proxy.Refusal;
import dev.weir.livestore.proxy.StoreFullException;
import dev.weir.livestore.proxy.StoreUnavailableException;
import dev.weir.livestore.proxy.StreamTakenException;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.interceptor.InterceptorFailedException;
import dev.weir.livestore.proxy.interceptor.PushRejectedException;
import dev.weir.livestore.proxy.limits.RateLimitedException;
import dev.weir.livestore.sync.MalformedBatchException;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.ProxyResponse;
import java.time.Duration;

/// Why a push is refused, and how its client is told.
///
/// @param slowly whether the answer is held back: a stock client sends a push that was refused
///   again after 100 ms, and again, and this one would be refused again
record RefusedPush(Refusal why, ProxyResponse answer, boolean slowly) {
  private static final System.Logger LOG = System.getLogger(RefusedPush.class.getName());

  private static final Duration LATER = Duration.ofSeconds(10);

  static RefusedPush by(RuntimeException cause) {
    return switch (cause) {
      case AccessDeniedException e -> slowly(Refusals.kind(e), Refusals.denied(e));
      case UnreadableBodyException e when e.isTooLarge() ->
          atOnce(Refusal.TOO_LARGE, Answers.error(413, "BodyTooLarge", e));
      case UnreadableBodyException e -> malformed(e);
      case ContentCoding.UnknownCodingException e ->
          atOnce(Refusal.MALFORMED, Answers.error(415, "UnsupportedContentEncoding", e));
      case MalformedRequestException e -> malformed(e);
      case MalformedBatchException e -> malformed(e);
      case InvalidStoreIdException e -> malformed(e);
      case EventTooLargeException e ->
          atOnce(Refusal.TOO_LARGE, Answers.error(413, "EventTooLarge", e));
      case PushLimits.PushTooLargeException e ->
          slowly(Refusal.TOO_LARGE, Answers.error(413, e.code(), e));
      case RateLimitedException e -> limited(e, e.retryAfter());
      case PushLimits.TooManyWaitingException e -> limited(e, LATER);
      // It has waited already.
      case PushRoom.TooManyPushesException e ->
          atOnce(Refusal.RATE_LIMITED, Answers.rateLimited(e, LATER));
      case StreamTakenException e ->
          slowly(Refusal.FORBIDDEN, Answers.error(403, "StreamTaken", e));
      case StoreFullException e -> slowly(Refusal.STORE_FULL, Answers.error(507, "StoreFull", e));
      case PushRejectedException e -> slowly(Refusal.REJECTED, Answers.error(422, "Rejected", e));
      case InterceptorFailedException e ->
          slowly(Refusal.UNAVAILABLE, Answers.error(503, "Unavailable", e));
      case PushLimits.ClosedWhileWaitingException e -> unavailable(e);
      case Pushes.UndecidedException e -> unavailable(e);
      case StoreUnavailableException e -> unavailable(e);
      default -> {
        LOG.log(System.Logger.Level.ERROR, "a push failed unexpectedly", cause);
        yield slowly(Refusal.FAILED, Answers.error(500, "Internal", "the push failed; push again"));
      }
    };
  }

  private static RefusedPush malformed(RuntimeException e) {
    return atOnce(Refusal.MALFORMED, Answers.error(400, "Malformed", e));
  }

  private static RefusedPush unavailable(RuntimeException e) {
    return atOnce(Refusal.UNAVAILABLE, Answers.error(503, "Unavailable", e));
  }

  private static RefusedPush limited(RuntimeException e, Duration retryAfter) {
    return slowly(Refusal.RATE_LIMITED, Answers.rateLimited(e, retryAfter));
  }

  static RefusedPush unsupportedMediaType() {
    return atOnce(
        Refusal.MALFORMED,
        Answers.error(
            415,
            "UnsupportedMediaType",
            "a push needs the content-type application/json; nothing was stored"));
  }

  private static RefusedPush slowly(Refusal why, ProxyResponse answer) {
    return new RefusedPush(why, answer, true);
  }

  private static RefusedPush atOnce(Refusal why, ProxyResponse answer) {
    return new RefusedPush(why, answer, false);
  }
}
