package dev.weir.livestore.proxy.interceptor;

import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.sync.EncodedEvent;
import java.util.List;

/// A push that its sender may make: it has passed access control and limits.
///
/// @param events in the client's order, a chain; perhaps stored already, where the client pushes
///   them again
public record InterceptedPush(String storeId, Principal principal, List<EncodedEvent> events) {
  public InterceptedPush {
    events = List.copyOf(events);
  }
}
