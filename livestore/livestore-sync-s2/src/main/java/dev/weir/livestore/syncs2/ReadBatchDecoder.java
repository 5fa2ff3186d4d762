package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.MalformedEventException;
import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.sync.internal.JsonText;
import dev.weir.livestore.syncs2.PulledPage.PulledEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads the data of an SSE `batch` as the original client does: what it refuses, this refuses.
public final class ReadBatchDecoder {
  private ReadBatchDecoder() {}

  /// The events of a batch. Records without a body are dropped. What remains is counted from the
  /// last event to the batch's `tail`; without either, nothing is known to remain.
  ///
  /// @param json an S2 `ReadBatch` in S2's `raw` format
  /// @throws MalformedReadBatchException if it is none, or a body is no event; the message begins
  ///   with the path, like `records[2].timestamp`
  public static PulledPage decode(String json) {
    return decode(
        json,
        (s2SeqNum, command, problem) -> {
          throw new MalformedReadBatchException(problem);
        });
  }

  /// A record whose body is no event.
  @FunctionalInterface
  public interface ForeignRecord {
    /// Called for each, which is left out unless this throws.
    ///
    /// @param command whether it is one of S2's own: a fence or a trim
    /// @param problem begins with the path, like `records[2].body`
    void found(long s2SeqNum, boolean command, String problem);
  }

  /// The same, for streams that not only LiveStore writes.
  public static PulledPage decode(String json, ForeignRecord foreign) {
    ReadBatchFields batch = parse(json);
    OptionalLong tail = tail(batch.tail());
    List<RecordFields> records = batch.records();
    if (records == null) {
      throw new MalformedReadBatchException("records must be an array");
    }
    var events = new ArrayList<PulledEvent>(records.size());
    for (int i = 0; i < records.size(); i++) {
      event(records.get(i), i, foreign).ifPresent(events::add);
    }
    return new PulledPage(events, pageInfo(events, tail));
  }

  private static ReadBatchFields parse(String json) {
    try {
      return JsonText.read(json, ReadBatchFields::read);
    } catch (IOException e) {
      throw new MalformedReadBatchException("a batch must be JSON: " + JsonText.problem(e));
    }
  }

  private static PageInfo pageInfo(List<PulledEvent> events, OptionalLong tail) {
    if (events.isEmpty() || tail.isEmpty()) {
      return new PageInfo.NoMore();
    }
    long next = events.getLast().metadata().s2SeqNum() + 1;
    long remaining = tail.getAsLong() - next;
    return remaining > 0 ? new PageInfo.MoreKnown(remaining) : new PageInfo.NoMore();
  }

  private static OptionalLong tail(@Nullable RecordFields tail) {
    if (tail == null) {
      return OptionalLong.empty();
    }
    requireNone(tail.positionProblem(), "tail");
    return OptionalLong.of(tail.seqNum());
  }

  private static Optional<PulledEvent> event(
      RecordFields record, int index, ForeignRecord foreign) {
    requireNone(record.problem(), "records", index);
    String body = record.body();
    if (body == null) {
      return Optional.empty();
    }
    try {
      var event = EncodedEvent.parse(body);
      return Optional.of(
          new PulledEvent(event, new SyncMetadata(record.seqNum()), record.timestamp()));
    } catch (MalformedEventException e) {
      foreign.found(
          record.seqNum(),
          record.isCommand(),
          "records[" + index + "].body is no LiveStore event: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void requireNone(@Nullable String problem, String path, int index) {
    if (problem != null) {
      requireNone(problem, path + "[" + index + "]");
    }
  }

  private static void requireNone(@Nullable String problem, String path) {
    if (problem != null) {
      throw new MalformedReadBatchException(path + problem);
    }
  }
}
