package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.EventTooLargeException;
import dev.weir.livestore.proxy.InvalidStoreIdException;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.StoreUnavailableException;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Caller;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.livestore.sync.MalformedBatchException;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.ProxyResponse;
import dev.weir.livestore.syncs2.PushPayload;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `POST`: a push.
final class Pushes {
  private static final System.Logger LOG = System.getLogger(Pushes.class.getName());

  /// A stock client never repeats a push that hangs. Longer than the proxy's own deadline: only a
  /// call to S2 that hangs comes here.
  private static final long DECISION_SECONDS = 20;

  private static final int INTERNAL_ERROR = 500;

  private final LiveStoreProxy proxy;
  private final Entrance entrance;
  private final Refusals refusals;
  private final int maxBytes;

  Pushes(LiveStoreProxy proxy, Entrance entrance, Refusals refusals, int maxBytes) {
    this.proxy = proxy;
    this.entrance = entrance;
    this.refusals = refusals;
    this.maxBytes = maxBytes;
  }

  void answer(ProxyExchange exchange) throws InterruptedException {
    if (!isJson(exchange)) {
      exchange.respond(
          Answers.error(
              415,
              "UnsupportedMediaType",
              "a push needs the content-type application/json; nothing was stored"));
      return;
    }
    try {
      Caller caller = entrance.pushing(exchange);
      PushPayload payload = PushPayload.decode(exchange.body(maxBytes));
      LiveStoreProxy.requireStoreId(payload.storeId());
      Principal unused = caller.admit(StoreAccess.WRITE, payload.storeId());
      respond(push(payload), exchange);
    } catch (AccessDeniedException e) {
      refusals.respondSlowly(exchange, Refusals.denied(e));
    } catch (UnreadableBodyException e) {
      exchange.respond(
          e.isTooLarge()
              ? Answers.error(413, "BodyTooLarge", e)
              : Answers.error(400, "Malformed", e));
    } catch (MalformedRequestException | InvalidStoreIdException e) {
      exchange.respond(Answers.error(400, "Malformed", e));
    }
  }

  /// A push that Weir itself fails at will fail again, and a stock client tries again at once.
  private void respond(ProxyResponse answer, ProxyExchange exchange) throws InterruptedException {
    if (answer.status() == INTERNAL_ERROR) {
      refusals.respondSlowly(exchange, answer);
    } else {
      exchange.respond(answer);
    }
  }

  /// A page of a foreign site can make a browser send any other kind of body here without asking
  /// first.
  private static boolean isJson(ProxyExchange exchange) {
    return exchange.headers("content-type").stream()
        .findFirst()
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(type -> type.equals("application/json") || type.endsWith("+json"))
        .isPresent();
  }

  private ProxyResponse push(PushPayload payload) throws InterruptedException {
    try {
      return Answers.pushed(decide(payload));
    } catch (MalformedBatchException e) {
      return Answers.error(400, "Malformed", e);
    } catch (EventTooLargeException e) {
      return Answers.error(413, "EventTooLarge", e);
    } catch (StoreUnavailableException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
      return Answers.error(503, "Unavailable", e);
    } catch (TimeoutException e) {
      return Answers.error(503, "Unavailable", "S2 does not answer; push again");
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a push failed unexpectedly", e);
      return Answers.error(INTERNAL_ERROR, "Internal", "the push failed; push again");
    }
  }

  /// On a thread of its own, so that there is an answer in time whatever S2 does.
  private PushResult decide(PushPayload payload) throws InterruptedException, TimeoutException {
    var decision = new FutureTask<>(() -> proxy.push(payload));
    Thread.ofVirtual().name("weir-push").start(decision);
    try {
      return decision.get(DECISION_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case InterruptedException cutOff -> throw cutOff;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
