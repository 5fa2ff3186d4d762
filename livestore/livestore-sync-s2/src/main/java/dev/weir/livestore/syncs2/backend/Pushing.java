package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.PushRejectedException;
import dev.weir.livestore.sync.backend.PushRejectedException.Reason;
import dev.weir.livestore.syncs2.EventChunks;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.livestore.syncs2.S2LimitExceededException;
import dev.weir.livestore.syncs2.backend.ProxyCalls.TryAgainException;
import java.util.List;

/// Pushes a batch in the parts that S2 takes, one after another.
final class Pushing {
  private final ProxyCalls calls;
  private final S2SyncBackendConfig config;

  Pushing(ProxyCalls calls, S2SyncBackendConfig config) {
    this.calls = calls;
    this.config = config;
  }

  PushResult push(List<EncodedEvent> batch) throws InterruptedException {
    for (List<EncodedEvent> part : split(batch)) {
      PushResult result = pushPart(part);
      if (!(result instanceof PushResult.Accepted)) {
        return result;
      }
    }
    return new PushResult.Accepted();
  }

  private static List<List<EncodedEvent>> split(List<EncodedEvent> batch) {
    try {
      return EventChunks.split(batch);
    } catch (S2LimitExceededException e) {
      throw new PushRejectedException(Reason.TOO_LARGE, String.valueOf(e.getMessage()), e);
    }
  }

  private PushResult pushPart(List<EncodedEvent> part) throws InterruptedException {
    byte[] body = new PushPayload(config.storeId(), part).encode();
    for (int failures = 1; ; failures++) {
      try {
        return result(calls.push(body), part);
      } catch (TryAgainException e) {
        if (!config.pushRetry().allows(failures)
            || calls.awaitClosed(config.pushRetry().nanosAfter(failures, e.after()))) {
          throw ProxyCalls.offline(e);
        }
      }
    }
  }

  private PushResult result(ProxyCalls.Reply reply, List<EncodedEvent> part)
      throws TryAgainException {
    var said = PushAnswer.of(reply.body());
    switch (reply.answer().statusCode()) {
      case 409 -> {
        return said.serverAhead(part.getFirst().parentSeqNum());
      }
      case 413 -> throw new PushRejectedException(Reason.TOO_LARGE, said.error(), null);
      case 422 -> throw new PushRejectedException(Reason.REFUSED, said.error(), null);
      default -> calls.requireSuccess("push", reply.answer(), said.error());
    }
    said.requireSuccess();
    return new PushResult.Accepted();
  }
}
