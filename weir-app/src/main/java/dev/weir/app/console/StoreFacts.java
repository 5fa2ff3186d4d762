package dev.weir.app.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Page;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Exception;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.wire.StreamJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The numbers of the stores in a basin.
final class StoreFacts {
  /// What stands behind the name of a store whose id the name does not tell.
  private static final Pattern HASHED = Pattern.compile(".*\\.[0-9a-f]{32}");

  private static final System.Logger LOG = System.getLogger(StoreFacts.class.getName());
  private static final long METRICS_SECONDS = 3_600;

  private final S2Basin basin;
  private final StreamNaming naming;
  private final Activities activities;

  StoreFacts(S2Basin basin, StreamNaming naming, Activities activities) {
    this.basin = basin;
    this.naming = naming;
    this.activities = activities;
  }

  /// What S2 says of one store.
  ///
  /// @param head the number of the last event, where the last record shows it
  private record Numbers(StreamPosition tail, Optional<EventSeqNum> head, Optional<Long> bytes) {}

  byte[] list(Query query) {
    int limit = query.upTo("limit", 200, 50);
    var asked =
        new ListRequest(query.text("prefix").orElse(""), query.text("after").orElse(""), limit);
    Page<StreamInfo> page = page(asked);
    var streams = page.items().stream().filter(info -> info.deletedAt().isEmpty()).toList();
    var numbers = ask(streams);
    return Answers.bytes(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("stores");
      for (int i = 0; i < streams.size(); i++) {
        json.writeStartObject();
        write(streams.get(i), numbers.get(i), json);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeBooleanField("more", page.hasMore());
      json.writeEndObject();
    });
  }

  /// Before the first store there is no basin.
  private Page<StreamInfo> page(ListRequest asked) {
    try {
      return basin.listStreams(asked);
    } catch (RequestRejectedException e) {
      if (e.code() != ErrorCode.BASIN_NOT_FOUND) {
        throw e;
      }
      return new Page<>(List.of(), false);
    }
  }

  /// Of all at once, as each takes a few calls to S2.
  private List<Optional<Numbers>> ask(List<StreamInfo> streams) {
    var tasks =
        streams.stream()
            .map(info -> new FutureTask<>(() -> known(info.name())))
            .peek(task -> Thread.ofVirtual().name("weir-console-ask").start(task))
            .toList();
    return tasks.stream().map(StoreFacts::result).toList();
  }

  private static Optional<Numbers> result(FutureTask<Optional<Numbers>> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ConsoleException.unavailable("Weir stops");
    }
  }

  /// Empty where S2 does not say.
  private Optional<Numbers> known(StreamName stream) {
    try {
      return Optional.of(numbers(stream));
    } catch (S2Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "no numbers of " + stream, e);
      return Optional.empty();
    }
  }

  private Numbers numbers(StreamName name) {
    var records = new StoreRecords(basin.stream(name));
    StreamPosition tail = records.stream().checkTail();
    var head =
        records.read(Math.max(0, tail.seqNum() - 1), tail.seqNum()).stream()
            .filter(CanonicalLog::isMarked)
            .findFirst()
            .flatMap(CanonicalLog::event)
            .map(EncodedEvent::seqNum);
    return new Numbers(tail, head, bytes(name));
  }

  private Optional<Long> bytes(StreamName name) {
    long now = Instant.now().getEpochSecond();
    try {
      return basin
          .metrics(name, MetricSet.Stream.STORAGE, MetricRange.of(now - METRICS_SECONDS, now))
          .stream()
          .flatMap(StoreFacts::lastValue)
          .findFirst();
    } catch (S2Exception e) {
      return Optional.empty(); // S2 Cloud alone and Weir have them
    }
  }

  private static Stream<Long> lastValue(Metric metric) {
    return switch (metric) {
      case Metric.Gauge(var name, var unit, var points) when !points.isEmpty() ->
          Stream.of((long) points.getLast().value());
      case Metric.Scalar(var name, var unit, double value) -> Stream.of((long) value);
      default -> Stream.empty();
    };
  }

  /// One store, with the positions it holds and its stream's configuration.
  byte[] one(Query query) {
    StreamName name = query.stream();
    var config = basin.streamConfig(name);
    var records = new StoreRecords(basin.stream(name));
    var bounds = records.bounds();
    var numbers = known(name).map(known -> withHead(known, bounds, records));
    return Answers.bytes(json -> {
      json.writeStartObject();
      write(name, Optional.empty(), numbers, json);
      json.writeNumberField("first", bounds.first());
      json.writeFieldName("config");
      json.writeRawValue(new String(StreamJson.encodeConfig(config), UTF_8));
      json.writeEndObject();
    });
  }

  /// A last record without Weir's mark may have lost against others, or be no event.
  private static Numbers withHead(Numbers known, StoreRecords.Bounds bounds, StoreRecords records) {
    var head = known.head().or(() -> Chain.before(known.tail().seqNum(), bounds, records).head());
    return new Numbers(known.tail(), head, known.bytes());
  }

  private void write(StreamInfo info, Optional<Numbers> numbers, JsonGenerator json)
      throws IOException {
    write(info.name(), Optional.of(info.createdAt()), numbers, json);
  }

  private void write(
      StreamName name, Optional<Instant> createdAt, Optional<Numbers> numbers, JsonGenerator json)
      throws IOException {
    var activity = activities.of(name.value());
    var storeId = activity.map(known -> known.storeId).or(() -> idOf(name));
    json.writeStringField("stream", name.value());
    Json.text("storeId", storeId, json);
    Json.number("createdAt", createdAt.map(Instant::toEpochMilli), json);
    Json.number("tail", numbers.map(n -> n.tail().seqNum()), json);
    Json.number("lastRecordAt", numbers.flatMap(StoreFacts::lastRecordAt), json);
    Json.number("headSeqNum", numbers.flatMap(Numbers::head).map(EventSeqNum::value), json);
    Json.number("bytes", numbers.flatMap(Numbers::bytes), json);
    json.writeNumberField("livePulls", storeId.map(activities::livePulls).orElse(0));
    var minute = activity.map(known -> known.timeline.lastMinute());
    var hour = activity.map(known -> known.timeline.lastHour());
    json.writeNumberField("eventsPerSecond", minute.map(b -> b.events / 60.0).orElse(0.0));
    json.writeNumberField("pushesLastHour", hour.map(b -> b.pushes).orElse(0L));
    json.writeNumberField("conflictsLastHour", hour.map(b -> b.conflicts).orElse(0L));
    json.writeNumberField("refusedLastHour", hour.map(b -> b.refused).orElse(0L));
    Json.number("lastPushAt", activity.map(known -> known.lastPushAt).filter(at -> at > 0), json);
    json.writeBooleanField("known", numbers.isPresent());
  }

  private Optional<String> idOf(StreamName name) {
    boolean isTold = naming == StreamNaming.ORIGINAL || !HASHED.matcher(name.value()).matches();
    return Optional.of(name.value()).filter(id -> isTold);
  }

  private static Optional<Long> lastRecordAt(Numbers numbers) {
    return Optional.of(numbers.tail().timestamp()).filter(at -> at > 0 && at <= Json.MAX_NUMBER);
  }
}
