package dev.weir.bench.round;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.bench.http.HttpConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client that follows a store live, as the stock one does: when a response ends, it asks again
/// from the last record that it has seen.
final class LivePuller implements AutoCloseable {
  private static final long LONGEST_WAIT_SECONDS = 20;
  private static final JsonFactory JSON = new JsonFactory();

  /// The store has one writer, so event `n` lies at S2 number `n - 1`.
  private record Delivered(long eventSeqNum, long nanos) {}

  private final URI endpoint;
  private final String storeId;
  private final HttpConnection connection;
  private final BlockingQueue<Delivered> pages = new ArrayBlockingQueue<>(10_000);
  private final Thread thread;
  private volatile boolean closed;
  private long lastS2SeqNum = -1;

  private LivePuller(URI endpoint, String storeId) throws IOException {
    this.endpoint = endpoint;
    this.storeId = storeId;
    connection = new HttpConnection(endpoint);
    thread = Thread.ofPlatform().name("bench-puller").unstarted(this::follow);
  }

  static LivePuller start(URI endpoint, String storeId) throws IOException {
    var puller = new LivePuller(endpoint, storeId);
    puller.thread.start();
    return puller;
  }

  /// When the page with this event came, in [System#nanoTime] terms. Each number may be asked for
  /// once, ascending.
  long awaitNanos(long eventSeqNum) throws IOException, InterruptedException {
    while (true) {
      var page = pages.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      if (page == null) {
        throw new IOException("event " + eventSeqNum + " was not delivered by " + endpoint);
      }
      if (page.eventSeqNum() >= eventSeqNum) {
        return page.nanos();
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    connection.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try {
      while (!closed) {
        readResponse();
      }
    } catch (IOException e) {
      if (!closed) {
        System.err.println("the puller of " + endpoint + " ended: " + e);
      }
    }
  }

  private void readResponse() throws IOException {
    var body = connection.open(HttpConnection.pull(endpoint, storeId, lastS2SeqNum, true));
    var lines = new BufferedReader(new InputStreamReader(body, UTF_8));
    var event = "";
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event:")) {
        event = line.substring("event:".length()).strip();
      } else if (line.startsWith("data:") && event.equals("batch")) {
        accept(line.substring("data:".length()));
      } else if (line.isEmpty()) {
        event = "";
      }
    }
  }

  private void accept(String page) throws IOException {
    var nanos = System.nanoTime();
    lastS2SeqNum = lastRecord(page);
    pages.add(new Delivered(lastS2SeqNum + 1, nanos));
  }

  /// The `seq_num` of the last record, which is not that of the `tail`.
  private static long lastRecord(String page) throws IOException {
    var last = -1L;
    try (var json = JSON.createParser(page)) {
      var inTail = false;
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME && json.currentName().equals("tail")) {
          inTail = true;
        } else if (token == JsonToken.END_OBJECT) {
          inTail = false;
        } else if (token == JsonToken.VALUE_NUMBER_INT
            && !inTail
            && json.currentName().equals("seq_num")) {
          last = json.getLongValue();
        }
      }
    }
    return last;
  }
}
