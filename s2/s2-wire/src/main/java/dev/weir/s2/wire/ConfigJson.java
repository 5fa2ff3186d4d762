package dev.weir.s2.wire;

import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.Timestamping;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// A stream's configuration as an object: as a stream's own, and as a basin's default. All parts
/// are written, those that are not set as null.
final class ConfigJson {
  private ConfigJson() {}

  static void write(JsonWriter json, StreamConfig config) {
    json.beginObject();
    json.name("storage_class").orNull(config.storageClass(), json::variant);
    json.name("retention_policy").orNull(config.retentionPolicy(), v -> writeRetention(json, v));
    json.name("timestamping");
    if (config.timestamping().equals(Timestamping.UNSET)) {
      json.nul();
    } else {
      writeTimestamping(json, config.timestamping());
    }
    json.name("delete_on_empty");
    if (config.deleteOnEmptyMinAgeSecs().isEmpty()) {
      json.nul();
    } else {
      long seconds = config.deleteOnEmptyMinAgeSecs().getAsLong();
      json.beginObject().name("min_age_secs").unsigned(seconds).endObject();
    }
    json.endObject();
  }

  static StreamConfig read(JsonReader json) throws IOException {
    Optional<StorageClass> storageClass = Optional.empty();
    Optional<RetentionPolicy> retention = Optional.empty();
    Timestamping timestamping = Timestamping.UNSET;
    OptionalLong deleteOnEmpty = OptionalLong.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "storage_class" ->
            storageClass = json.optional(value -> value.variant(StorageClass.values()));
        case "retention_policy" -> retention = json.optional(ConfigJson::readRetention);
        case "timestamping" ->
            timestamping = json.optional(ConfigJson::readTimestamping).orElse(Timestamping.UNSET);
        case "delete_on_empty" -> deleteOnEmpty = readDeleteOnEmpty(json);
        default -> json.skip();
      }
    }
    return new StreamConfig(storageClass, retention, timestamping, deleteOnEmpty);
  }

  static void writeCipher(JsonWriter json, Optional<StreamCipher> cipher) {
    json.orNull(cipher, json::variant);
  }

  static Optional<StreamCipher> readCipher(JsonReader json) throws IOException {
    return json.optional(value -> value.variant(StreamCipher.values()));
  }

  static void writeRetention(JsonWriter json, RetentionPolicy policy) {
    json.beginObject();
    switch (policy) {
      case RetentionPolicy.Age(long seconds) -> json.name("age").unsigned(seconds);
      case RetentionPolicy.Infinite() -> json.name("infinite").beginObject().endObject();
    }
    json.endObject();
  }

  /// One field, which says by its name what it is.
  static RetentionPolicy readRetention(JsonReader json) throws IOException {
    Optional<RetentionPolicy> policy = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      if (policy.isPresent()) {
        throw json.bad("expected one of `age` and `infinite`");
      }
      policy = Optional.of(readRetentionKind(json));
    }
    return policy.orElseThrow(() -> json.bad("expected `age` or `infinite`"));
  }

  private static RetentionPolicy readRetentionKind(JsonReader json) throws IOException {
    return switch (json.field()) {
      case "age" -> age(json, json.unsigned());
      case "infinite" -> {
        json.beginObject().skip();
        yield new RetentionPolicy.Infinite();
      }
      default -> throw json.bad("expected `age` or `infinite`, got `" + json.field() + "`");
    };
  }

  private static RetentionPolicy age(JsonReader json, long seconds) {
    try {
      return new RetentionPolicy.Age(seconds);
    } catch (InvalidInputException e) {
      json.invalid(e);
      return new RetentionPolicy.Infinite(); // never seen: the text fails as a whole
    }
  }

  private static void writeTimestamping(JsonWriter json, Timestamping timestamping) {
    json.beginObject();
    json.name("mode").orNull(timestamping.mode(), json::variant);
    json.name("uncapped").orNull(timestamping.uncapped(), json::bool);
    json.endObject();
  }

  private static Timestamping readTimestamping(JsonReader json) throws IOException {
    Optional<Timestamping.Mode> mode = Optional.empty();
    Optional<Boolean> uncapped = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "mode" -> mode = json.optional(v -> v.variant(Timestamping.Mode.values()));
        case "uncapped" -> uncapped = json.optional(JsonReader::bool);
        default -> json.skip();
      }
    }
    return new Timestamping(mode, uncapped);
  }

  private static OptionalLong readDeleteOnEmpty(JsonReader json) throws IOException {
    if (json.isNull()) {
      return OptionalLong.empty();
    }
    long minAgeSecs = 0;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "min_age_secs" -> minAgeSecs = json.unsigned();
        default -> json.skip();
      }
    }
    return OptionalLong.of(minAgeSecs);
  }
}
