package dev.weir.s2.server;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// A stream as a list of records. Its sessions deliver what there is, then what is appended; a test
/// may also send them messages and failures of its own.
final class ListStream {
  private final List<SequencedRecord> records = new ArrayList<>();
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private final StreamName name;
  private final StreamConfig config;
  private FencingToken fence = FencingToken.NONE;

  ListStream(StreamName name, StreamConfig config) {
    this.name = name;
    this.config = config;
  }

  StreamName name() {
    return name;
  }

  StreamConfig config() {
    return config;
  }

  /// The sessions that are open.
  List<Session> sessions() {
    return sessions;
  }

  synchronized StreamPosition checkTail() {
    return records.isEmpty()
        ? StreamPosition.START
        : new StreamPosition(records.size(), records.getLast().timestamp());
  }

  synchronized AppendAck append(AppendInput input) {
    if (input.fencingToken().isPresent() && !input.fencingToken().get().equals(fence)) {
      throw new AppendConditionFailedException(new Mismatch.Fence(fence));
    }
    if (input.matchSeqNum().isPresent() && input.matchSeqNum().getAsLong() != records.size()) {
      throw new AppendConditionFailedException(new Mismatch.SeqNum(records.size()));
    }
    int first = records.size();
    for (AppendRecord record : input.records()) {
      if (record.command().orElse(new Command.Trim(0)) instanceof Command.Fence(var token)) {
        fence = token;
      }
      long timestamp = record.timestamp().orElse(MapStore.NOW.toEpochMilli());
      records.add(new SequencedRecord(records.size(), timestamp, record.headers(), record.body()));
    }
    var appended = List.copyOf(records.subList(first, records.size()));
    var batch = new ReadBatch(appended, Optional.of(checkTail()));
    sessions.forEach(session -> session.messages.add(new ReadMessage.Batch(batch)));
    var start = new StreamPosition(first, appended.getFirst().timestamp());
    return new AppendAck(start, checkTail(), checkTail());
  }

  synchronized ReadBatch read(ReadRequest request) {
    boolean waits = request.maxWait().map(Duration::isPositive).orElse(false);
    int start = start(request, waits);
    long count = request.limit().count().orElse(1000);
    var found = records.subList(start, records.size()).stream().limit(count).toList();
    return new ReadBatch(found, Optional.empty());
  }

  synchronized ReadSession openRead(ReadRequest request) {
    int start = start(request, request.mayFollow());
    var session = new Session();
    if (start < records.size()) {
      var batch = new ReadBatch(records.subList(start, records.size()), Optional.empty());
      long count = request.limit().count().orElse(batch.records().size());
      var allowed = batch.records().stream().limit(count).toList();
      session.messages.add(new ReadMessage.Batch(new ReadBatch(allowed, Optional.empty())));
    }
    if (request.mayFollow()) {
      session.messages.add(new ReadMessage.Heartbeat(9, checkTail()));
    } else {
      session.messages.add(new ReadMessage.End());
    }
    sessions.add(session);
    return session;
  }

  private int start(ReadRequest request, boolean mayFollow) {
    long tail = records.size();
    long start =
        switch (request.from()) {
          case ReadFrom.SeqNum(long seqNum) -> seqNum;
          case ReadFrom.TailOffset(long offset) -> Math.max(0, tail - offset);
          case ReadFrom.Timestamp(long timestamp) ->
              records.stream().filter(record -> record.timestamp() < timestamp).count();
        };
    boolean beyond = Long.compareUnsigned(start, tail) > 0;
    long clamped = request.clamp() && beyond ? tail : start;
    if ((beyond && !request.clamp()) || (clamped == tail && !mayFollow)) {
      throw new RangeNotSatisfiableException(checkTail());
    }
    return (int) clamped;
  }

  /// An open read.
  final class Session implements ReadSession {
    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();

    void send(ReadMessage message) {
      messages.add(message);
    }

    void fail(RuntimeException failure) {
      messages.add(failure);
    }

    @Override
    public ReadMessage next() {
      try {
        return switch (messages.take()) {
          case ReadMessage message -> message;
          case RuntimeException failure -> throw failure;
          default -> throw new IllegalStateException("neither message nor failure");
        };
      } catch (InterruptedException e) {
        throw new InterruptedCallException("a message", e);
      }
    }

    @Override
    public void close() {
      sessions.remove(this);
      messages.add(new ReadMessage.End());
    }
  }
}
