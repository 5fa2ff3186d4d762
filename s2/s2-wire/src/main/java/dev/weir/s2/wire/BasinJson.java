package dev.weir.s2.wire;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.LocationName;
import dev.weir.s2.Page;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Basins as JSON: what creates them, what they are, how they are configured.
public final class BasinJson {
  private BasinJson() {}

  /// The body of a create.
  ///
  /// @param location where to keep the basin, if the client says
  public record Create(BasinName name, BasinConfig config, Optional<LocationName> location) {
    /// A create that leaves the place to the server.
    public Create(BasinName name, BasinConfig config) {
      this(name, config, Optional.empty());
    }
  }

  /// The body of a create.
  public static byte[] encodeCreate(Create create) {
    return JsonWriter.write(
        256,
        json -> {
          json.beginObject().name("basin").string(create.name().value());
          writeConfig(json.name("config"), create.config());
          create.location().ifPresent(place -> json.name("location").string(place.value()));
          json.endObject();
        });
  }

  /// The create that a client asks for.
  ///
  /// @throws RequestRejectedException `BAD_JSON` if the text is not of the shape, or the name is
  ///   none
  /// @throws InvalidInputException if the configuration breaks a rule
  public static Create decodeCreate(byte[] text) {
    return JsonReader.request(text, BasinJson::readCreate);
  }

  /// The body of an ensure.
  public static byte[] encodeEnsure(BasinConfig config) {
    return JsonWriter.write(
        256,
        json -> {
          json.beginObject();
          writeConfig(json.name("config"), config);
          json.endObject();
        });
  }

  /// The configuration that a client asks to ensure; the default where it says none.
  ///
  /// @throws RequestRejectedException `BAD_JSON` if the text is not of the shape
  /// @throws InvalidInputException if the configuration breaks a rule
  public static BasinConfig decodeEnsure(byte[] text) {
    return JsonReader.request(text, BasinJson::readEnsure);
  }

  /// A basin's configuration.
  public static byte[] encodeConfig(BasinConfig config) {
    return JsonWriter.write(256, json -> writeConfig(json, config));
  }

  /// The configuration that a server sent.
  ///
  /// @throws TransportException if it is none
  public static BasinConfig decodeConfig(byte[] text) {
    return JsonReader.response(text, BasinJson::readConfig);
  }

  /// A basin.
  public static byte[] encodeInfo(BasinInfo info) {
    return JsonWriter.write(160, json -> writeInfo(json, info));
  }

  /// The basin that a server sent.
  ///
  /// @throws TransportException if it is none
  public static BasinInfo decodeInfo(byte[] text) {
    return JsonReader.response(text, BasinJson::readInfo);
  }

  /// A page of basins.
  public static byte[] encodePage(Page<BasinInfo> page) {
    return PageJson.encode("basins", page, BasinJson::writeInfo);
  }

  /// The page of basins that a server sent.
  ///
  /// @throws TransportException if it is none
  public static Page<BasinInfo> decodePage(byte[] text) {
    return PageJson.decode("basins", text, BasinJson::readInfo);
  }

  private static Create readCreate(JsonReader json) throws IOException {
    Optional<BasinName> name = Optional.empty();
    BasinConfig config = BasinConfig.DEFAULT;
    Optional<LocationName> location = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "basin" -> name = Optional.of(json.string(BasinName::new));
        case "config" -> config = readOptionalConfig(json);
        case "location" -> location = readLocation(json);
        default -> json.skip();
      }
    }
    return new Create(name.orElseThrow(() -> json.bad("missing field `basin`")), config, location);
  }

  private static BasinConfig readEnsure(JsonReader json) throws IOException {
    BasinConfig config = BasinConfig.DEFAULT;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "config" -> config = readOptionalConfig(json);
        case "location" -> readLocation(json); // a basin that exists stays where it is
        default -> json.skip();
      }
    }
    return config;
  }

  private static Optional<LocationName> readLocation(JsonReader json) throws IOException {
    return json.optional(value -> value.string(LocationName::new));
  }

  private static BasinConfig readOptionalConfig(JsonReader json) throws IOException {
    return json.optional(BasinJson::readConfig).orElse(BasinConfig.DEFAULT);
  }

  private static void writeConfig(JsonWriter json, BasinConfig config) {
    json.beginObject().name("default_stream_config");
    if (config.defaultStreamConfig().equals(StreamConfig.UNSET)) {
      json.nul();
    } else {
      ConfigJson.write(json, config.defaultStreamConfig());
    }
    ConfigJson.writeCipher(json.name("stream_cipher"), config.streamCipher());
    json.name("create_stream_on_append").bool(config.createStreamOnAppend());
    json.name("create_stream_on_read").bool(config.createStreamOnRead());
    json.endObject();
  }

  private static BasinConfig readConfig(JsonReader json) throws IOException {
    StreamConfig defaults = StreamConfig.UNSET;
    Optional<StreamCipher> cipher = Optional.empty();
    boolean createOnAppend = false;
    boolean createOnRead = false;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "default_stream_config" ->
            defaults = json.optional(ConfigJson::read).orElse(StreamConfig.UNSET);
        case "stream_cipher" -> cipher = ConfigJson.readCipher(json);
        case "create_stream_on_append" -> createOnAppend = json.bool();
        case "create_stream_on_read" -> createOnRead = json.bool();
        default -> json.skip();
      }
    }
    return new BasinConfig(defaults, cipher, createOnAppend, createOnRead);
  }

  private static void writeInfo(JsonWriter json, BasinInfo info) {
    json.beginObject();
    json.name("name").string(info.name().value());
    json.name("location").orNull(info.location(), place -> json.string(place.value()));
    json.name("created_at").dateTime(info.createdAt());
    json.name("deleted_at").orNull(info.deletedAt(), json::dateTime);
    json.name("state").string(info.deletedAt().isPresent() ? "deleting" : "active");
    json.endObject();
  }

  private static BasinInfo readInfo(JsonReader json) throws IOException {
    Optional<BasinName> name = Optional.empty();
    Optional<LocationName> location = Optional.empty();
    Optional<LocationName> scope = Optional.empty(); // what `location` was called before
    Optional<Instant> createdAt = Optional.empty();
    Optional<Instant> deletedAt = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "location" -> location = readLocation(json);
        case "scope" -> scope = readLocation(json);
        case "name" -> name = Optional.of(json.string(BasinName::new));
        case "created_at" -> createdAt = Optional.of(json.dateTime());
        case "deleted_at" -> deletedAt = json.optional(JsonReader::dateTime);
        default -> json.skip();
      }
    }
    return new BasinInfo(
        name.orElseThrow(() -> json.bad("missing field `name`")),
        location.isPresent() ? location : scope,
        createdAt.orElseThrow(() -> json.bad("missing field `created_at`")),
        deletedAt);
  }
}
