package dev.weir.app.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Exception;
import dev.weir.s2.SequencedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// The streams of events that pages follow, each on a thread of its own: what a store gets, as it
/// comes.
final class LiveTails implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LiveTails.class.getName());
  private static final int MOST = 64;

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// Answers with the events from `from` on, without end.
  HttpResponse follow(long from, EventFilter filter, StoreRecords records) {
    if (closed || threads.size() >= MOST) {
      throw ConsoleException.unavailable(
          "there are " + MOST + " live tails already. Close some of them, and ask again");
    }
    HttpResponseWriter out = HttpResponse.streaming();
    Thread thread =
        Thread.ofVirtual()
            .name("weir-console-tail")
            .unstarted(() -> run(from, filter, records, out));
    threads.add(thread);
    var unused = out.whenComplete().whenComplete((done, failure) -> thread.interrupt());
    thread.start();
    return out;
  }

  private void run(long from, EventFilter filter, StoreRecords records, HttpResponseWriter out) {
    try {
      out.write(
          ResponseHeaders.builder(200)
              .contentType(MediaType.EVENT_STREAM)
              .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-transform")
              .set("x-accel-buffering", "no")
              .build());
      new Tail(filter, records, out).run(from);
      out.close();
    } catch (InterruptedException e) {
      out.close();
    } catch (S2Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "a live tail ended", e);
      out.close(); // the page asks again
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a live tail failed unexpectedly", e);
      out.close(e);
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /// Ends all of them. What is asked for later is refused.
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }

  /// One page's.
  private static final class Tail {
    private final EventFilter filter;
    private final StoreRecords records;
    private final HttpResponseWriter out;

    Tail(EventFilter filter, StoreRecords records, HttpResponseWriter out) {
      this.filter = filter;
      this.records = records;
      this.out = out;
    }

    void run(long from) throws InterruptedException {
      var bounds = records.bounds();
      long next = bounds.clip(from);
      var chain = Chain.before(next, bounds, records);
      ping(bounds.tail());
      try (ReadSession session = records.stream().openRead(ReadRequest.fromSeqNum(next))) {
        while (true) {
          switch (session.next()) {
            case ReadMessage.Batch(var batch) -> sendBatch(batch.records(), chain);
            case ReadMessage.Heartbeat(long timestamp, var tail) -> ping(tail.seqNum());
            case ReadMessage.End end -> {
              return;
            }
          }
        }
      }
    }

    private void ping(long tail) throws InterruptedException {
      send(
          "ping",
          Answers.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("tail", tail);
            json.writeEndObject();
          }));
    }

    private void sendBatch(List<SequencedRecord> batch, Chain chain) throws InterruptedException {
      for (int from = 0; from < batch.size(); from += EventPage.MOST_EVENTS) {
        var part = batch.subList(from, Math.min(batch.size(), from + EventPage.MOST_EVENTS));
        long next = part.getLast().seqNum() + 1;
        var placed = new ArrayList<PlacedRecord>(part.size());
        part.forEach(record -> placed.add(chain.offer(record)));
        var wanted = placed.stream().filter(filter::admits).toList();
        long first = part.getFirst().seqNum();
        var page = new EventPage(new StoreRecords.Bounds(0, next), first, next, false, wanted);
        send("events", Answers.bytes(page::write));
      }
    }

    /// Waits until the connection has taken it: a page that reads slowly holds up its own tail.
    private void send(String event, byte[] data) throws InterruptedException {
      var text = "event: " + event + "\ndata: " + new String(data, UTF_8) + "\n\n";
      if (!out.tryWrite(HttpData.ofUtf8(text))) {
        throw new InterruptedException("the page has gone");
      }
      await(out.whenConsumed());
    }

    private static void await(CompletableFuture<Void> taken) throws InterruptedException {
      try {
        taken.get();
      } catch (ExecutionException e) {
        throw new InterruptedException("the page has gone");
      }
    }
  }
}
