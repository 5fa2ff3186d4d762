package dev.weir.s2.lite;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadLimit;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Limits;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// A stream of this process's store.
final class LiteStream implements S2Stream {
  private static final Duration LONGEST_UNARY_WAIT = Duration.ofSeconds(60);

  private final Engine engine;
  private final StreamKey key;
  private final StreamOptions options;

  LiteStream(Engine engine, StreamKey key, StreamOptions options) {
    this.engine = engine;
    this.key = key;
    this.options = options;
  }

  @Override
  public StreamName name() {
    return key.stream();
  }

  @Override
  public StreamPosition checkTail() {
    try (ActiveStreams.Lease lease = acquire(Engine.Creates.ON_READ)) {
      return lease.stream().durable().tail();
    }
  }

  @Override
  public AppendAck append(AppendInput input) {
    // The append keeps the lease, not this call, which an interrupt may end earlier.
    CompletableFuture<AppendAck> ack =
        using(
            Engine.Creates.ON_APPEND,
            (lease, seal) -> lease.stream().append(input, seal, lease::close).ack());
    return Waiting.await("the append to " + key, ack);
  }

  @Override
  public AppendSession openAppend(AppendSessionOptions limits) {
    return using(
        Engine.Creates.ON_APPEND, (lease, seal) -> new LiteAppendSession(lease, seal, limits));
  }

  @Override
  public ReadBatch read(ReadRequest request) {
    try (LiteReadSession session = open(bounded(request))) {
      engine.usage().read(key.basin(), Usage.UNARY_READS);
      ReadMessage message = session.next();
      while (message instanceof ReadMessage.Heartbeat) {
        message = session.next();
      }
      return message instanceof ReadMessage.Batch(ReadBatch batch)
          ? batch
          : new ReadBatch(List.of(), Optional.empty());
    }
  }

  @Override
  public ReadSession openRead(ReadRequest request) {
    ReadSession session = open(request);
    engine.usage().read(key.basin(), Usage.STREAMING_READS);
    return session;
  }

  private LiteReadSession open(ReadRequest request) {
    return using(
        Engine.Creates.ON_READ,
        (lease, seal) -> {
          boolean opened = false;
          try {
            ActiveStream stream = lease.stream();
            long start = ReadStart.resolve(engine.records(), stream, stream.durable(), request);
            var session = new LiteReadSession(lease, seal, engine, request, start);
            opened = true;
            return session;
          } finally {
            if (!opened) {
              lease.close();
            }
          }
        });
  }

  private interface Use<T> {
    /// Takes over the lease, also if it fails.
    T with(ActiveStreams.Lease lease, Optional<RecordSeal> seal);
  }

  private <T> T using(Engine.Creates creates, Use<T> use) {
    ActiveStreams.Lease lease = acquire(creates);
    Optional<RecordSeal> seal;
    try {
      seal = lease.stream().seal(options.encryptionKey());
    } catch (Throwable e) {
      lease.close();
      throw e;
    }
    return use.with(lease, seal);
  }

  private ActiveStreams.Lease acquire(Engine.Creates creates) {
    return engine.acquire(key, creates, options.configIfCreated());
  }

  private static ReadRequest bounded(ReadRequest request) {
    ReadLimit limit = request.limit();
    var bounded =
        new ReadLimit(
            atMost(limit.count(), S2Limits.MAX_BATCH_RECORDS),
            atMost(limit.bytes(), S2Limits.MAX_BATCH_METERED_BYTES),
            limit.until());
    Duration wait = request.maxWait().orElse(Duration.ZERO);
    return request
        .withLimit(bounded)
        .withWait(wait.compareTo(LONGEST_UNARY_WAIT) > 0 ? LONGEST_UNARY_WAIT : wait);
  }

  private static OptionalLong atMost(OptionalLong limit, long most) {
    boolean isLess = limit.isPresent() && Long.compareUnsigned(limit.getAsLong(), most) < 0;
    return isLess ? limit : OptionalLong.of(most);
  }
}
