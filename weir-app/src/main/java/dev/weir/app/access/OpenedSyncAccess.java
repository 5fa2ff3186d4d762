package dev.weir.app.access;

import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.outbound.OutboundHttp;

/// Who may sync, with what is asked about it.
public record OpenedSyncAccess(Access access, OutboundHttp http) implements AutoCloseable {
  @Override
  public void close() {
    http.close();
  }
}
