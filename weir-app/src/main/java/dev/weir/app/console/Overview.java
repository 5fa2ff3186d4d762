package dev.weir.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.version.WeirVersion;
import dev.weir.livestore.proxy.Readiness;
import dev.weir.s2.ListRequest;
import dev.weir.s2.S2;
import dev.weir.s2.S2Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;

/// How Weir and its S2 are.
final class Overview {
  /// As often as a page asks by itself.
  private static final long ASK_AGAIN_NANOS = 2_000_000_000L;

  private final UpConfig config;
  private final S2 s2;
  private final Readiness readiness;
  private final Activities activities;
  private final long startedAt = System.currentTimeMillis();
  private final ReentrantLock asking = new ReentrantLock();
  private long askedAt = System.nanoTime() - ASK_AGAIN_NANOS;
  private OptionalDouble latency = OptionalDouble.empty();
  private Optional<Long> failedAt = Optional.empty();

  Overview(UpConfig config, S2 s2, Readiness readiness, Activities activities) {
    this.config = config;
    this.s2 = s2;
    this.readiness = readiness;
    this.activities = activities;
  }

  byte[] show() {
    OptionalDouble millis = latency();
    return Answers.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("version", WeirVersion.text());
      json.writeNumberField("now", System.currentTimeMillis());
      json.writeNumberField("startedAt", startedAt);
      json.writeNumberField("liveStores", activities.liveStores());
      json.writeNumberField("livePulls", activities.livePulls());
      json.writeFieldName("lastMinute");
      writeMinute(activities.all().lastMinute(), json);
      json.writeObjectFieldStart("memory");
      var memory = Runtime.getRuntime();
      json.writeNumberField("usedBytes", memory.totalMemory() - memory.freeMemory());
      json.writeNumberField("maxBytes", memory.maxMemory());
      json.writeEndObject();
      json.writeFieldName("s2");
      writeS2(millis, json);
      json.writeEndObject();
    });
  }

  private static void writeMinute(Bucket minute, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("pushesPerSecond", minute.pushes / 60.0);
    json.writeNumberField("eventsPerSecond", minute.events / 60.0);
    json.writeNumberField("conflicts", minute.conflicts);
    json.writeNumberField("refused", minute.refused);
    json.writeFieldName("pushP50");
    Json.millis(minute.pushMillis.percentile(0.5), json);
    json.writeFieldName("pushP99");
    Json.millis(minute.pushMillis.percentile(0.99), json);
    json.writeFieldName("lagP50");
    Json.millis(minute.lagMillis.percentile(0.5), json);
    json.writeFieldName("lagP99");
    Json.millis(minute.lagMillis.percentile(0.99), json);
    json.writeEndObject();
  }

  private void writeS2(OptionalDouble millis, JsonGenerator json) throws IOException {
    Optional<String> trouble = readiness.obstacle();
    json.writeStartObject();
    json.writeStringField("kind", kind());
    Json.text("where", where(), json);
    json.writeStringField("basin", config.basin().value());
    json.writeStringField("naming", config.streamNaming().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("ok", trouble.isEmpty() && millis.isPresent());
    Json.text(
        "trouble",
        trouble.or(() -> millis.isPresent() ? Optional.empty() : Optional.of("S2 does not answer")),
        json);
    json.writeFieldName("latency");
    Json.millis(millis, json);
    Json.number("failedAt", failedAt, json);
    Json.number("freeBytes", freeBytes(), json);
    json.writeEndObject();
  }

  private String kind() {
    return switch (config.source()) {
      case S2Source.InMemory() -> "memory";
      case S2Source.OnDisk(Path dataDir) -> "disk";
      case S2Source.Elsewhere elsewhere -> "remote";
      case S2Source.Cloud cloud -> "cloud";
    };
  }

  private Optional<String> where() {
    return switch (config.source()) {
      case S2Source.InMemory() -> Optional.empty();
      case S2Source.OnDisk(Path dataDir) ->
          Optional.of(dataDir.toAbsolutePath().normalize().toString());
      case S2Source.Elsewhere elsewhere -> Optional.of(elsewhere.endpoint().toString());
      case S2Source.Cloud cloud -> Optional.of("S2 Cloud");
    };
  }

  private Optional<Long> freeBytes() {
    if (!(config.source() instanceof S2Source.OnDisk(Path dataDir))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.getFileStore(dataDir).getUsableSpace());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// How long S2 takes for a harmless question, which is not asked more often than every 2 s; empty
  /// where it did not answer.
  private OptionalDouble latency() {
    asking.lock();
    try {
      long begun = System.nanoTime();
      if (begun - askedAt >= ASK_AGAIN_NANOS) {
        try {
          var unused = s2.listBasins(new ListRequest("", "", 1));
          latency = OptionalDouble.of((System.nanoTime() - begun) / 1e6);
        } catch (S2Exception e) {
          latency = OptionalDouble.empty();
          failedAt = Optional.of(System.currentTimeMillis());
        }
        askedAt = System.nanoTime();
      }
      return latency;
    } finally {
      asking.unlock();
    }
  }
}
