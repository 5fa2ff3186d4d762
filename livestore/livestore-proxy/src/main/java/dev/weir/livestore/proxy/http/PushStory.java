package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.PushDecision;
import dev.weir.livestore.proxy.PushReport;
import dev.weir.livestore.proxy.Refusal;
import dev.weir.livestore.proxy.StoreListener;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.PushPayload;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What is known of one push so far, for the report of it: one that is refused early leaves little.
/// The thread of its request finds it out; that may be over when the push is decided.
final class PushStory {
  private final long begun = System.nanoTime();
  private final Optional<InetAddress> address;
  private final StoreListener listener;
  private Optional<PushPayload> payload = Optional.empty();
  private Optional<String> principal = Optional.empty();
  private long bytes;

  PushStory(ProxyExchange exchange, StoreListener listener) {
    this.address = exchange.remoteAddress();
    this.listener = listener;
  }

  void decoded(PushPayload payload, long bytes) {
    this.payload = Optional.of(payload);
    this.bytes = bytes;
  }

  void admitted(String principal) {
    this.principal = Optional.of(principal);
  }

  long nanos() {
    return System.nanoTime() - begun;
  }

  void decided(PushDecision decision) {
    end(
        switch (decision.result()) {
          case PushResult.Accepted accepted ->
              new PushReport.Ending.Stored(events().size() - decision.repeated());
          case PushResult.ServerAhead ahead -> new PushReport.Ending.Behind(ahead);
        });
  }

  /// @param cause empty where a push is refused for what it looks like
  void refused(RefusedPush refused, Optional<RuntimeException> cause) {
    String message =
        refused.why() == Refusal.FAILED
            ? "the push failed; Weir's log tells more"
            : cause.map(Throwable::getMessage).orElse("it is no push");
    end(new PushReport.Ending.Refused(refused.why(), message));
  }

  private List<EncodedEvent> events() {
    return payload.map(PushPayload::batch).orElse(List.of());
  }

  private void end(PushReport.Ending ending) {
    listener.pushEnded(
        new PushReport(
            payload.map(PushPayload::storeId),
            principal,
            address,
            events(),
            bytes,
            ending,
            nanos()));
  }
}
