package dev.weir.livestore.proxy;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import io.opentelemetry.api.trace.Span;
import java.util.List;

/// The S2 stream of one store.
final class StoreStream {
  /// An event log must keep its beginning: a client that starts anew reads it from there.
  private static final RetentionPolicy FOR_EVER = new RetentionPolicy.Infinite();

  private final S2 s2;
  private final S2Basin basin;
  private final S2Stream stream;
  private final StreamOwner owner;
  private final Mark mark;
  private final ProxyListener listener;
  private final ProxySpans spans;
  private final RecentAppends appends = new RecentAppends();

  StoreStream(
      S2 s2, BasinName basin, StreamName name, StreamOwner owner, ProxyTelemetry telemetry) {
    this.s2 = s2;
    this.basin = s2.basin(basin);
    this.stream = this.basin.stream(name);
    this.owner = owner;
    this.mark = Mark.of(owner);
    this.listener = telemetry.listener();
    this.spans = new ProxySpans(telemetry.openTelemetry());
  }

  StreamName name() {
    return stream.name();
  }

  /// Whose the stream must be to hold this store.
  StreamOwner owner() {
    return owner;
  }

  /// What this store's records bear.
  Mark mark() {
    return mark;
  }

  /// Creates the stream, and its basin where that is missing too, or raises the retention of the
  /// one that exists, so that nothing of it expires.
  void ensure() {
    try {
      create();
    } catch (RequestRejectedException e) {
      switch (e.code()) {
        case RESOURCE_ALREADY_EXISTS -> keepForEver(basin.streamConfig(name()));
        case BASIN_NOT_FOUND -> {
          createBasin();
          ensure(); // another proxy may have been here meanwhile, and have created the stream
        }
        default -> throw e;
      }
    }
  }

  private void create() {
    basin.createStream(
        name(), StreamConfig.UNSET.withRetention(FOR_EVER).withDeleteOnEmptyMinAgeSecs(0));
  }

  private void createBasin() {
    try {
      s2.createBasin(basin.name(), BasinConfig.DEFAULT);
    } catch (RequestRejectedException e) {
      if (e.code() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private void keepForEver(StreamConfig found) {
    StreamConfig wanted = found.withRetention(FOR_EVER).withDeleteOnEmptyMinAgeSecs(0);
    if (!wanted.equals(found)) {
      basin.ensureStream(name(), wanted);
    }
  }

  /// The S2 number that the next record will get, and the timestamp of the last one.
  StreamPosition checkTail() {
    return stream.checkTail();
  }

  /// What this proxy appended lately.
  RecentAppends appends() {
    return appends;
  }

  AppendAck append(List<AppendRecord> records, long tail) {
    Span span = spans.append(name(), records.size());
    var append = new RecentAppends.Append(tail, tail + records.size(), span.getSpanContext());
    appends.add(append);
    try {
      var input = AppendInput.of(records).withMatchSeqNum(tail);
      long start = System.nanoTime();
      AppendAck ack = stream.append(input);
      append.acknowledged();
      listener.appended(records.size(), input.meteredBytes(), System.nanoTime() - start);
      return ack;
    } catch (RuntimeException e) {
      appends.remove(append);
      ProxySpans.fail(span, e);
      throw e;
    } finally {
      span.end();
    }
  }

  ReadSession follow(long from) {
    return stream.openRead(ReadRequest.fromSeqNum(from));
  }

  /// Opens a read of what S2 still holds of `from` (inclusive) to `to` (exclusive), which must not
  /// lie beyond the tail.
  Scan scan(long from, long to) {
    return new Scan(stream, from, to);
  }
}
