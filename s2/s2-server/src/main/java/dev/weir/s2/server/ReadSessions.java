package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadSession;
import dev.weir.s2.wire.ErrorJson;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Read sessions that are being sent to clients.
///
/// One thread per session takes its messages and writes them, through an [Outflow] that bounds what
/// is on its way: a slow client holds two batches in memory and not a queue of them. It may be slow
/// for as long as its connection lives. A session ends when it says so, when the client goes away
/// (which closes it, and so wakes its thread), or when the server closes.
final class ReadSessions implements AutoCloseable {
  private final Executor threads;
  private final Set<ReadSession> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  ReadSessions(Executor threads) {
    this.threads = threads;
  }

  /// Sends what `session` delivers; owns and closes it.
  HttpResponse start(ServiceRequestContext context, ReadSession session, ReadFormat format) {
    var writer = HttpResponse.streaming();
    open.add(session);
    try {
      context.clearRequestTimeout();
      writer.write(format.head());
      // Not on the event loop that notices the end: to close a session may block.
      var unused =
          writer.whenComplete().whenCompleteAsync((done, failure) -> session.close(), threads);
      threads.execute(() -> send(session, writer, format));
      return writer;
    } catch (RejectedExecutionException e) {
      end(session);
      throw e;
    }
  }

  /// How many are open.
  int size() {
    return open.size();
  }

  @Override
  public void close() {
    closing = true;
    open.forEach(ReadSession::close);
  }

  private void send(ReadSession session, HttpResponseWriter writer, ReadFormat format) {
    try {
      if (!closing) {
        sendAll(session, new Outflow(writer), format);
      }
      if (closing) {
        sendFailure(writer, format, format.drained());
      }
    } catch (InterruptedException e) { // the server goes away, and its client is slow
      Thread.currentThread().interrupt();
      sendFailure(writer, format, format.drained());
    } catch (RuntimeException | Error e) {
      fail(writer, format, e);
    } finally {
      writer.close();
      end(session);
    }
  }

  private void sendAll(ReadSession session, Outflow out, ReadFormat format)
      throws InterruptedException {
    boolean delivered = true;
    while (delivered) {
      switch (session.next()) {
        case ReadMessage.Batch(var batch) -> delivered = out.send(format.batch(batch, closing));
        case ReadMessage.Heartbeat heartbeat ->
            delivered = out.send(format.heartbeat(heartbeat, closing));
        case ReadMessage.End() -> {
          if (!closing) {
            var unused = out.send(format.end());
          }
          return;
        }
      }
    }
  }

  private static void fail(HttpResponseWriter writer, ReadFormat format, Throwable cause) {
    try {
      sendFailure(writer, format, Failures.response(cause));
    } catch (RuntimeException | Error e) {
      writer.close(e); // as when memory has run out: the answer breaks off
    }
  }

  /// A clean end would tell the client that there is nothing more to read.
  private static void sendFailure(
      HttpResponseWriter writer, ReadFormat format, ErrorJson.Response failure) {
    var unused = writer.tryWrite(HttpData.wrap(format.failure(failure)));
  }

  private void end(ReadSession session) {
    open.remove(session);
    session.close();
  }
}
