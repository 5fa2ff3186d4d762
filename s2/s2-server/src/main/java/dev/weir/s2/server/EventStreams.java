package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Exception;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.LastEventId;
import dev.weir.s2.wire.ReadEvents;
import dev.weir.s2.wire.RecordFormat;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Read sessions that are being sent as server-sent events.
///
/// One thread per session takes its messages and writes each once the one before has left, so that
/// a slow client holds one event in memory and not a queue of them. It may be slow for as long as
/// its connection lives. A session ends when it says so, when the client goes away (which closes
/// it, and so wakes its thread), or when the server closes.
final class EventStreams implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EventStreams.class.getName());
  private static final ResponseHeaders HEAD =
      ResponseHeaders.builder(HttpStatus.OK)
          .contentType(MediaType.EVENT_STREAM)
          .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-transform")
          .set("x-accel-buffering", "no")
          .build();

  private final Executor threads;
  private final Set<ReadSession> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  EventStreams(Executor threads) {
    this.threads = threads;
  }

  /// Sends what `session` delivers; owns and closes it.
  HttpResponse start(ServiceRequestContext context, ReadSession session, RecordFormat format) {
    var writer = HttpResponse.streaming();
    open.add(session);
    try {
      context.clearRequestTimeout();
      writer.write(HEAD);
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

  @Override
  public void close() {
    closing = true;
    open.forEach(ReadSession::close);
  }

  private void send(ReadSession session, HttpResponseWriter writer, RecordFormat format) {
    try {
      if (!closing) {
        sendAll(session, writer, format);
      }
      if (closing) {
        // A clean end would tell the client that there is nothing more to read.
        sendError(writer, ErrorJson.encode(ErrorCode.UNAVAILABLE, "the server is shutting down"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (S2Exception e) {
      sendError(writer, ErrorJson.encode(e));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a read failed for a reason that we did not foresee", e);
      sendError(writer, ErrorJson.encode(ErrorCode.OTHER, "internal error"));
    } finally {
      writer.close();
      end(session);
    }
  }

  private void sendAll(ReadSession session, HttpResponseWriter writer, RecordFormat format)
      throws InterruptedException {
    var id = LastEventId.NONE;
    boolean delivered = true;
    while (delivered) {
      switch (session.next()) {
        case ReadMessage.Batch(var batch) -> {
          id = id.after(batch);
          delivered = deliver(writer, ReadEvents.batch(batch, id, format));
        }
        case ReadMessage.Heartbeat heartbeat ->
            delivered = deliver(writer, ReadEvents.ping(heartbeat));
        case ReadMessage.End() -> {
          if (!closing) {
            var unused = writer.tryWrite(HttpData.wrap(ReadEvents.done()));
          }
          return;
        }
      }
    }
  }

  /// Whether the client took the event.
  private static boolean deliver(HttpResponseWriter writer, byte[] event)
      throws InterruptedException {
    if (!writer.tryWrite(HttpData.wrap(event))) {
      return false;
    }
    try {
      writer.whenConsumed().get();
      return true;
    } catch (ExecutionException e) {
      return false; // the client went away
    }
  }

  private static void sendError(HttpResponseWriter writer, ErrorJson.Response error) {
    var unused = writer.tryWrite(HttpData.wrap(ReadEvents.error(error.body())));
  }

  private void end(ReadSession session) {
    open.remove(session);
    session.close();
  }
}
