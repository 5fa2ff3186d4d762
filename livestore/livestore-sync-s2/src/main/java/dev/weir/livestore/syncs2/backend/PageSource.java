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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;

/// The pages of one connection.
final class PageSource implements AutoCloseable {
  private static final String DONE = "[DONE]";

  private final Chunks chunks;
  private final SseParser parser;
  private final ForeignRecord foreign;
  private final Queue<SseEvent> events = new ArrayDeque<>();

  /// @param foreign told of records that are no events
  PageSource(Chunks chunks, int maxPageBytes, ForeignRecord foreign) {
    this.chunks = chunks;
    this.parser = new SseParser(maxPageBytes);
    this.foreign = foreign;
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
        return Optional.empty();
      }
    }
  }

  private boolean receive() throws InterruptedException, TryAgainException {
    try {
      Optional<List<ByteBuffer>> received = chunks.next();
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
    parser.feed(bytes, 0, bytes.length, events::add);
  }

  private Optional<PulledPage> page(SseEvent event) throws TryAgainException {
    String data = event.data().utf8();
    return switch (event.type().toLowerCase(Locale.ROOT)) {
      case "batch" -> Optional.of(decode(data));
      case "ping" -> Optional.empty();
      case "error" ->
          throw new TryAgainException("S2 failed behind the proxy: " + data, Duration.ZERO);
      case "message" -> {
        if (data.equals(DONE)) {
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
