package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.MalformedEventException;
import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.sync.internal.JsonText;
import dev.weir.livestore.sync.internal.JsonTree;
import dev.weir.livestore.syncs2.PulledPage.PulledEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    Map<String, JsonTree> batch = parse(json);
    OptionalLong tail = tail(batch.get("tail"));
    var events = new ArrayList<PulledEvent>();
    List<JsonTree> records = array(batch.get("records"), "records");
    for (int i = 0; i < records.size(); i++) {
      event(records.get(i), "records[" + i + "]", foreign).ifPresent(events::add);
    }
    return new PulledPage(events, pageInfo(events, tail));
  }

  private static Map<String, JsonTree> parse(String json) {
    try {
      return JsonTree.parseObject(json);
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

  private static OptionalLong tail(@Nullable JsonTree tail) {
    if (isAbsent(tail)) {
      return OptionalLong.empty();
    }
    Map<String, JsonTree> position = object(tail, "tail");
    number(position.get("timestamp"), "tail.timestamp");
    return OptionalLong.of(number(position.get("seq_num"), "tail.seq_num"));
  }

  private static Optional<PulledEvent> event(JsonTree value, String path, ForeignRecord foreign) {
    Map<String, JsonTree> record = object(value, path);
    long seqNum = number(record.get("seq_num"), path + ".seq_num");
    long timestamp = number(record.get("timestamp"), path + ".timestamp");
    checkHeaders(record.get("headers"), path + ".headers");
    JsonTree body = record.get("body");
    if (isAbsent(body)) {
      return Optional.empty();
    }
    String text = text(body, path + ".body");
    try {
      var event = EncodedEvent.parse(text);
      return Optional.of(new PulledEvent(event, new SyncMetadata(seqNum), timestamp));
    } catch (MalformedEventException e) {
      boolean command = isCommand(record.get("headers"));
      foreign.found(seqNum, command, path + ".body is no LiveStore event: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void checkHeaders(@Nullable JsonTree headers, String path) {
    if (isAbsent(headers)) {
      return;
    }
    List<JsonTree> pairs = array(headers, path);
    for (int i = 0; i < pairs.size(); i++) {
      List<JsonTree> pair = array(pairs.get(i), path + "[" + i + "]");
      if (pair.size() != 2) {
        throw wrong(path + "[" + i + "]", "a name and a value");
      }
      text(pair.get(0), path + "[" + i + "][0]");
      text(pair.get(1), path + "[" + i + "][1]");
    }
  }

  /// S2 marks its commands with a single header whose name is empty.
  private static boolean isCommand(@Nullable JsonTree headers) {
    return headers instanceof JsonTree.Array(List<JsonTree> pairs)
        && pairs.size() == 1
        && pairs.getFirst() instanceof JsonTree.Array(List<JsonTree> pair)
        && pair.getFirst().equals(new JsonTree.Text(""));
  }

  private static boolean isAbsent(@Nullable JsonTree value) {
    return value == null || value instanceof JsonTree.Null;
  }

  private static Map<String, JsonTree> object(@Nullable JsonTree value, String path) {
    if (value instanceof JsonTree.Obj(Map<String, JsonTree> members)) {
      return members;
    }
    throw wrong(path, "an object");
  }

  private static List<JsonTree> array(@Nullable JsonTree value, String path) {
    if (value instanceof JsonTree.Array(List<JsonTree> items)) {
      return items;
    }
    throw wrong(path, "an array");
  }

  private static String text(@Nullable JsonTree value, String path) {
    if (value instanceof JsonTree.Text(String text)) {
      return text;
    }
    throw wrong(path, "a string");
  }

  private static long number(@Nullable JsonTree value, String path) {
    if (value instanceof JsonTree.Num(double number)
        && number >= 0
        && JsonText.isSafeInteger(number)) {
      return (long) number;
    }
    throw wrong(path, "an integer in 0..2^53-1");
  }

  private static MalformedReadBatchException wrong(String path, String expected) {
    return new MalformedReadBatchException(path + " must be " + expected);
  }
}
