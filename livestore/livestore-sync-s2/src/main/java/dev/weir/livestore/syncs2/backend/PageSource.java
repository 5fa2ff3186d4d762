package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.sync.backend.SyncProtocolException;
import dev.weir.livestore.syncs2.MalformedReadBatchException;
import dev.weir.livestore.syncs2.PulledPage;
import dev.weir.livestore.syncs2.ReadBatchDecoder;
import dev.weir.livestore.syncs2.ReadBatchDecoder.ForeignRecord;
import dev.weir.livestore.syncs2.backend.ProxyCalls.TryAgainException;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.SseEvent;
import dev.weir.s2.wire.SseParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The pages of one connection.
final class PageSource implements AutoCloseable {
  private static final String DONE = "[DONE]";

  private final Chunks chunks;
  private final S2SyncBackendConfig config;
  private final SseParser parser;
  private final ForeignRecord foreign;
  private final Queue<SseEvent> events = new ArrayDeque<>();

  /// A body that is one batch in JSON; null where it is an event stream, or nothing came yet.
  private @Nullable ByteArrayOutputStream batch;

  private boolean mayBeBatch;
  private boolean done;
  private boolean alive;

  /// @param foreign told of records that are no events
  PageSource(ProxyCalls.PullAnswer answer, S2SyncBackendConfig config, ForeignRecord foreign) {
    this.chunks = answer.chunks();
    this.mayBeBatch = answer.json();
    this.config = config;
    this.parser = new SseParser(config.maxPageBytes());
    this.foreign = foreign;
  }

  /// Whether the proxy said that this was all.
  boolean isDone() {
    return done;
  }

  /// Whether anything of the protocol came.
  boolean isAlive() {
    return alive;
  }

  /// Waits for the next page; empty where the connection ended cleanly.
  ///
  /// @throws TryAgainException if it broke, or the proxy says that something failed
  /// @throws SyncProtocolException if what came is not of the protocol
  Optional<PulledPage> next() throws InterruptedException, TryAgainException {
    while (true) {
      for (SseEvent event = events.poll(); event != null; event = events.poll()) {
        Optional<PulledPage> page = page(event);
        if (page.isPresent()) {
          return page;
        }
      }
      if (!receive()) {
        return end();
      }
    }
  }

  private boolean receive() throws InterruptedException, TryAgainException {
    try {
      Optional<List<ByteBuffer>> received = chunks.next(config.idleTimeout());
      received.ifPresent(buffers -> buffers.forEach(this::feed));
      return received.isPresent();
    } catch (IOException e) {
      throw new TryAgainException(String.valueOf(e.getMessage()), Duration.ZERO, e);
    } catch (TransportException e) {
      throw new SyncProtocolException("the proxy sent " + e.getMessage(), e);
    }
  }

  private void feed(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    if (mayBeBatch && !new String(bytes, StandardCharsets.UTF_8).isBlank()) {
      mayBeBatch = false;
      batch = startsObject(bytes) ? new ByteArrayOutputStream() : null;
    }
    ByteArrayOutputStream whole = batch;
    if (whole == null) {
      parser.feed(bytes, 0, bytes.length, events::add);
    } else if (bytes.length > config.maxPageBytes() - whole.size()) {
      throw new SyncProtocolException(
          "the proxy sent a batch of over " + config.maxPageBytes() + " bytes", null);
    } else {
      whole.writeBytes(bytes);
    }
  }

  private static boolean startsObject(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{");
  }

  /// What the end of the body completes.
  private Optional<PulledPage> end() throws TryAgainException {
    ByteArrayOutputStream whole = batch;
    if (whole != null) {
      batch = null;
      done = true;
      return Optional.of(decode(whole.toString(StandardCharsets.UTF_8)));
    }
    try {
      parser.finish();
    } catch (TransportException e) {
      throw new TryAgainException("the connection broke: " + e.getMessage(), Duration.ZERO, e);
    }
    return Optional.empty();
  }

  private Optional<PulledPage> page(SseEvent event) throws TryAgainException {
    String data = event.data().utf8();
    alive |= !event.type().equalsIgnoreCase("error");
    return switch (event.type().toLowerCase(Locale.ROOT)) {
      case "batch" -> Optional.of(decode(data));
      case "ping" -> Optional.empty();
      case "error" ->
          throw new TryAgainException("S2 failed behind the proxy: " + data, Duration.ZERO);
      case "message" -> {
        if (data.equals(DONE)) {
          done = true;
          yield Optional.empty();
        }
        throw new SyncProtocolException(
            "the proxy sent a message that is no end: " + clip(data), null);
      }
      default -> Optional.empty(); // what later proxies may have to say
    };
  }

  private PulledPage decode(String data) {
    try {
      return ReadBatchDecoder.decode(data, foreign);
    } catch (MalformedReadBatchException e) {
      throw new SyncProtocolException(String.valueOf(e.getMessage()), e);
    }
  }

  private static String clip(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }

  @Override
  public void close() {
    chunks.close();
  }
}
