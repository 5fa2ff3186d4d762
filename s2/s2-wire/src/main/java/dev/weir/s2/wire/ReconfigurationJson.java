package dev.weir.s2.wire;

import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.Change;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamReconfiguration;
import dev.weir.s2.Timestamping;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// The bodies of PATCH. At every level an absent field stays as it is and a null clears it; an
/// object is a change of its own, except for the retention, which is one value.
public final class ReconfigurationJson {
  private ReconfigurationJson() {}

  /// The change of a stream's configuration.
  public static byte[] encode(StreamReconfiguration change) {
    return JsonWriter.write(192, json -> write(json, change));
  }

  /// The change of a stream's configuration that a client asks for.
  ///
  /// @throws RequestRejectedException `BAD_JSON` if the text is not of the shape
  /// @throws InvalidInputException if a value breaks a rule
  public static StreamReconfiguration decodeStream(byte[] text) {
    return JsonReader.request(text, ReconfigurationJson::readStream);
  }

  /// The change of a basin's configuration.
  public static byte[] encode(BasinReconfiguration change) {
    return JsonWriter.write(256, json -> write(json, change));
  }

  /// The change of a basin's configuration that a client asks for.
  ///
  /// A null for `create_stream_on_append` or `create_stream_on_read` is refused, as s2-lite does:
  /// it could mean false, or no change.
  ///
  /// @throws RequestRejectedException `BAD_JSON` if the text is not of the shape
  /// @throws InvalidInputException if a value breaks a rule
  public static BasinReconfiguration decodeBasin(byte[] text) {
    return JsonReader.request(text, ReconfigurationJson::readBasin);
  }

  /// A change that sets what `config` sets and leaves the rest.
  static StreamReconfiguration settingAllOf(StreamConfig config) {
    Optional<Long> minAge = config.deleteOnEmptyMinAgeSecs().stream().boxed().findAny();
    return new StreamReconfiguration(
        setting(config.storageClass()),
        setting(config.retentionPolicy()),
        setting(config.timestamping().mode()),
        setting(config.timestamping().uncapped()),
        setting(minAge));
  }

  private static <T> Change<T> setting(Optional<T> value) {
    return value.map(Change::to).orElseGet(Change::keep);
  }

  private static void write(JsonWriter json, StreamReconfiguration change) {
    json.beginObject();
    write(json, "storage_class", change.storageClass(), json::variant);
    write(
        json,
        "retention_policy",
        change.retentionPolicy(),
        policy -> ConfigJson.writeRetention(json, policy));
    if (!isKeep(change.timestampingMode()) || !isKeep(change.timestampingUncapped())) {
      json.name("timestamping").beginObject();
      write(json, "mode", change.timestampingMode(), json::variant);
      write(json, "uncapped", change.timestampingUncapped(), json::bool);
      json.endObject();
    }
    if (!isKeep(change.deleteOnEmptyMinAgeSecs())) {
      json.name("delete_on_empty").beginObject();
      write(json, "min_age_secs", change.deleteOnEmptyMinAgeSecs(), json::unsigned);
      json.endObject();
    }
    json.endObject();
  }

  private static void write(JsonWriter json, BasinReconfiguration change) {
    json.beginObject();
    if (!change.defaultStreamConfig().equals(StreamReconfiguration.NONE)) {
      write(json.name("default_stream_config"), change.defaultStreamConfig());
    }
    write(json, "stream_cipher", change.streamCipher(), json::variant);
    change.createStreamOnAppend().ifPresent(on -> json.name("create_stream_on_append").bool(on));
    change.createStreamOnRead().ifPresent(on -> json.name("create_stream_on_read").bool(on));
    json.endObject();
  }

  private static <T> void write(
      JsonWriter json, String field, Change<T> change, Consumer<T> writeValue) {
    switch (change) {
      case Change.Keep<T>() -> {}
      case Change.Clear<T>() -> json.name(field).nul();
      case Change.Set<T>(T value) -> {
        json.name(field);
        writeValue.accept(value);
      }
    }
  }

  private static boolean isKeep(Change<?> change) {
    return change instanceof Change.Keep;
  }

  private static BasinReconfiguration readBasin(JsonReader json) throws IOException {
    StreamReconfiguration defaults = StreamReconfiguration.NONE;
    Change<StreamCipher> cipher = Change.keep();
    Optional<Boolean> createOnAppend = Optional.empty();
    Optional<Boolean> createOnRead = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "default_stream_config" ->
            defaults = json.isNull() ? StreamReconfiguration.CLEAR : readStream(json);
        case "stream_cipher" -> cipher = json.change(v -> v.variant(StreamCipher.values()));
        case "create_stream_on_append" -> createOnAppend = Optional.of(json.bool());
        case "create_stream_on_read" -> createOnRead = Optional.of(json.bool());
        default -> json.skip();
      }
    }
    return new BasinReconfiguration(defaults, cipher, createOnAppend, createOnRead);
  }

  private static StreamReconfiguration readStream(JsonReader json) throws IOException {
    Change<StorageClass> storageClass = Change.keep();
    Change<RetentionPolicy> retention = Change.keep();
    var timestamping = TimestampingChange.NONE;
    Change<Long> minAgeSecs = Change.keep();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "storage_class" -> storageClass = json.change(v -> v.variant(StorageClass.values()));
        case "retention_policy" -> retention = json.change(ConfigJson::readRetention);
        case "timestamping" -> timestamping = TimestampingChange.read(json);
        case "delete_on_empty" -> minAgeSecs = readDeleteOnEmpty(json);
        default -> json.skip();
      }
    }
    return new StreamReconfiguration(
        storageClass, retention, timestamping.mode(), timestamping.uncapped(), minAgeSecs);
  }

  private static Change<Long> readDeleteOnEmpty(JsonReader json) throws IOException {
    if (json.isNull()) {
      return Change.clear();
    }
    Change<Long> minAgeSecs = Change.keep();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "min_age_secs" -> minAgeSecs = json.change(JsonReader::unsigned);
        default -> json.skip();
      }
    }
    return minAgeSecs;
  }

  /// The two fields of `timestamping`.
  private record TimestampingChange(Change<Timestamping.Mode> mode, Change<Boolean> uncapped) {
    static final TimestampingChange NONE = new TimestampingChange(Change.keep(), Change.keep());

    static TimestampingChange read(JsonReader json) throws IOException {
      if (json.isNull()) {
        return new TimestampingChange(Change.clear(), Change.clear());
      }
      Change<Timestamping.Mode> mode = Change.keep();
      Change<Boolean> uncapped = Change.keep();
      json.beginObject();
      while (json.nextField()) {
        switch (json.field()) {
          case "mode" -> mode = json.change(v -> v.variant(Timestamping.Mode.values()));
          case "uncapped" -> uncapped = json.change(JsonReader::bool);
          default -> json.skip();
        }
      }
      return new TimestampingChange(mode, uncapped);
    }
  }
}
