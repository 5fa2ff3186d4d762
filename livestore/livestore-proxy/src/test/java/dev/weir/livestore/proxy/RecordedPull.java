package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PullArgs;
import dev.weir.livestore.syncs2.PulledPage;
import dev.weir.livestore.syncs2.ReadBatchDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A pull on a thread of its own, and what it was sent, message by message.
final class RecordedPull implements AutoCloseable {
  static final String PING = "event: ping\ndata: {}\n\n";
  static final String DONE = "data: [DONE]\n\n";
  private static final String BATCH = "event: batch\ndata: ";
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
  private final Thread thread;

  private RecordedPull(LiveStoreProxy proxy, PullArgs args, Runnable afterEachMessage) {
    this(sink -> proxy.pull(args, sink), () -> {}, afterEachMessage);
  }

  private RecordedPull(Pull pull, Gate gate, Runnable afterEachMessage) {
    thread = Thread.ofVirtual().start(() -> run(pull, gate, afterEachMessage));
  }

  private interface Pull {
    void into(PullSink sink) throws InterruptedException;
  }

  /// What a connection waits for before it takes a message.
  interface Gate {
    void await() throws InterruptedException;
  }

  static RecordedPull live(LiveStoreProxy proxy, String storeId, Cursor cursor) {
    return new RecordedPull(proxy, new PullArgs(storeId, cursor, true, Optional.empty()), () -> {});
  }

  static RecordedPull until(Deadline deadline, LiveStoreProxy proxy, PullArgs args) {
    return new RecordedPull(sink -> proxy.pull(args, sink, deadline), () -> {}, () -> {});
  }

  static RecordedPull once(LiveStoreProxy proxy, String storeId, Cursor cursor) {
    return new RecordedPull(
        proxy, new PullArgs(storeId, cursor, false, Optional.empty()), () -> {});
  }

  static RecordedPull onceThen(
      LiveStoreProxy proxy, String storeId, Cursor cursor, Runnable afterEachMessage) {
    return new RecordedPull(
        proxy, new PullArgs(storeId, cursor, false, Optional.empty()), afterEachMessage);
  }

  static RecordedPull follow(LiveStoreProxy proxy, String storeId, Cursor cursor) {
    return follow(proxy, storeId, cursor, () -> {});
  }

  static RecordedPull follow(LiveStoreProxy proxy, String storeId, Cursor cursor, Gate gate) {
    var args = new PullArgs(storeId, cursor, true, Optional.empty());
    return new RecordedPull(sink -> proxy.follow(args, sink), gate, () -> {});
  }

  private void run(Pull pull, Gate gate, Runnable afterEachMessage) {
    try {
      pull.into(bytes -> {
        gate.await();
        sent.add(new String(bytes, StandardCharsets.UTF_8));
        afterEachMessage.run();
      });
    } catch (InterruptedException e) {
      sent.add("interrupted");
    }
  }

  String next() throws InterruptedException {
    String message = sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(message).as("the next message of the pull").isNotNull();
    return message;
  }

  String nextButPing() throws InterruptedException {
    String message = next();
    return message.equals(PING) ? nextButPing() : message;
  }

  PulledPage nextPage() throws InterruptedException {
    return page(nextButPing());
  }

  static PulledPage page(String message) {
    assertThat(message).startsWith(BATCH).endsWith("\n\n");
    return ReadBatchDecoder.decode(message.substring(BATCH.length()));
  }

  /// All pages up to the end of the response.
  List<PulledPage> pages() throws InterruptedException {
    var pages = new ArrayList<PulledPage>();
    for (String message = nextButPing(); !message.equals(DONE); message = nextButPing()) {
      pages.add(page(message));
    }
    return pages;
  }

  boolean isQuiet() {
    return sent.isEmpty();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      assertThat(thread.join(Duration.ofSeconds(PATIENCE_SECONDS))).as("the pull ends").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
