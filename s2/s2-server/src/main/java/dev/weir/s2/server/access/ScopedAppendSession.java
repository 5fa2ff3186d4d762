package dev.weir.s2.server.access;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.S2Exception;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// An append session that takes no batch that its token does not allow, or no longer allows. The
/// first such batch ends it, as any refused batch does.
final class ScopedAppendSession implements AppendSession {
  private final AppendSession session;
  private final ScopedStream stream;
  private volatile Optional<S2Exception> refusal = Optional.empty();

  ScopedAppendSession(AppendSession session, ScopedStream stream) {
    this.session = session;
    this.stream = stream;
  }

  @Override
  public CompletableFuture<AppendAck> submit(AppendInput input) {
    requireNotRefused();
    try {
      stream.requireBatch(input);
    } catch (S2Exception e) {
      refusal = Optional.of(e);
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<AppendAck> ack = stream.call(() -> session.submit(input));
    return stream.namespace().isWhole() ? ack : ack.exceptionallyCompose(this::own);
  }

  private CompletableFuture<AppendAck> own(Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    return CompletableFuture.failedFuture(
        cause instanceof S2Exception e ? stream.namespace().own(e, stream.name()) : failure);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (S2Exception e) {
      throw stream.namespace().own(e, stream.name());
    }
    requireNotRefused();
  }

  @Override
  public void abort() {
    session.abort();
  }

  private void requireNotRefused() {
    refusal.ifPresent(e -> {
      throw e;
    });
  }
}
