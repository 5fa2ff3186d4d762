package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.s2.AppendSession;
import dev.weir.s2.wire.FrameCompression;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Append sessions that clients have open.
///
/// Each has one thread, which takes the client's inputs and submits them; the acknowledgements are
/// written by the event loop of its connection, many at a time. A session ends after the client has
/// ended its half, after the first failure, when the client goes away, or when the server closes.
/// In all of these what was submitted is finished; only the client may no longer be there to be
/// told.
final class AppendSessions implements AutoCloseable {
  private final Executor threads;
  private final Set<AppendIntake> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  AppendSessions(Executor threads) {
    this.threads = threads;
  }

  /// Takes the inputs of the request that `context` is of; owns and closes `session`.
  HttpResponse start(
      ServiceRequestContext context, AppendSession session, FrameCompression compression) {
    var writer = HttpResponse.streaming();
    context.clearRequestTimeout();
    writer.write(FrameFormat.HEAD); // also without an input: the client may wait for it
    var replies = new Replies(compression);
    var acks = new AckWriter(replies, writer, context.eventLoop().withoutContext());
    var intake = new AppendIntake(session, BodyChunks.of(context.request()), replies, acks);
    open.add(intake);
    try {
      threads.execute(() -> run(intake));
    } catch (RejectedExecutionException e) {
      open.remove(intake);
      session.abort();
      throw e;
    }
    if (closing) {
      intake.drain(); // the server's close may have looked before this was open
    }
    return writer;
  }

  /// How many are open.
  int size() {
    return open.size();
  }

  @Override
  public void close() {
    closing = true;
    open.forEach(AppendIntake::drain);
  }

  private void run(AppendIntake intake) {
    try {
      intake.run();
    } finally {
      open.remove(intake);
    }
  }
}
