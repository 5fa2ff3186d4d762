package dev.weir.s2.server.access;

import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamName;

/// A read that ends with its token. No message is delivered once the token is revoked or has
/// expired; a session without records notices at its next heartbeat, 15 seconds later at most.
final class ScopedReadSession implements ReadSession {
  private final ReadSession session;
  private final StreamName name;
  private final Grant grant;

  ScopedReadSession(ReadSession session, StreamName name, Grant grant) {
    this.session = session;
    this.name = name;
    this.grant = grant;
  }

  @Override
  public ReadMessage next() {
    ReadMessage message = grant.namespace().call(name, session::next);
    if (!(message instanceof ReadMessage.End)) {
      requireValid();
    }
    return message;
  }

  private void requireValid() {
    try {
      grant.requireValid();
    } catch (RequestRejectedException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
