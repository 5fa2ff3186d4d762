package dev.weir.app.console;

import dev.weir.livestore.sync.EncodedEvent;
import java.util.Optional;
import java.util.OptionalLong;

/// Which events are wanted.
record EventFilter(
    Optional<String> name, Optional<String> client, OptionalLong since, OptionalLong until) {
  static EventFilter of(Query query) {
    return new EventFilter(
        query.text("name"), query.text("client"), query.number("since"), query.number("until"));
  }

  boolean isNone() {
    return name.isEmpty() && client.isEmpty() && since.isEmpty() && until.isEmpty();
  }

  boolean admits(PlacedRecord placed) {
    long at = placed.timestamp();
    return (since.isEmpty() || at >= since.getAsLong())
        && (until.isEmpty() || at < until.getAsLong())
        && (name.isEmpty() || placed.event().map(EncodedEvent::name).equals(name))
        && (client.isEmpty() || placed.event().map(EncodedEvent::clientId).equals(client));
  }
}
