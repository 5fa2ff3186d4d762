package dev.weir.s2.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.Page;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Streams as JSON: what creates them, what they are, how they are configured.
public final class StreamJson {
  private StreamJson() {}

  /// The body of a create.
  public record Create(StreamName name, StreamConfig config) {}

  /// The body of a create.
  public static byte[] encodeCreate(Create create) {
    return JsonWriter.write(
        256,
        json -> {
          json.beginObject().name("stream").string(create.name().value());
          ConfigJson.write(json.name("config"), create.config());
          json.endObject();
        });
  }

  /// The create that a client asks for.
  ///
  /// @throws RequestRejectedException `BAD_JSON` if the text is not of the shape, or the name is
  ///   none
  /// @throws InvalidInputException if the configuration breaks a rule
  public static Create decodeCreate(byte[] text) {
    return JsonReader.request(text, StreamJson::readCreate);
  }

  /// The body of an ensure: the configuration itself, while a basin's is a field of its body.
  public static byte[] encodeEnsure(StreamConfig config) {
    return encodeConfig(config);
  }

  /// The configuration that a client asks to ensure; nothing set where it says none.
  ///
  /// @throws RequestRejectedException `BAD_JSON` if the text is not of the shape
  /// @throws InvalidInputException if the configuration breaks a rule
  public static StreamConfig decodeEnsure(byte[] text) {
    return JsonReader.request(text, ConfigJson::read);
  }

  /// A stream's configuration.
  public static byte[] encodeConfig(StreamConfig config) {
    return JsonWriter.write(256, json -> ConfigJson.write(json, config));
  }

  /// The configuration that a server sent.
  ///
  /// @throws TransportException if it is none
  public static StreamConfig decodeConfig(byte[] text) {
    return JsonReader.response(text, ConfigJson::read);
  }

  /// The value of the header `s2-stream-config`: what is set, on one line of ASCII.
  public static String encodeHeader(StreamConfig config) {
    return new String(ReconfigurationJson.encode(ReconfigurationJson.settingAllOf(config)), UTF_8);
  }

  /// The configuration that a value of the header `s2-stream-config` gives a stream which is
  /// created by being used.
  ///
  /// @throws RequestRejectedException `BAD_HEADER` for whatever is wrong with it
  public static StreamConfig decodeHeader(String value) {
    try {
      return JsonReader.request(value.getBytes(UTF_8), ConfigJson::read);
    } catch (RequestRejectedException | InvalidInputException e) {
      throw new RequestRejectedException(
          ErrorCode.BAD_HEADER,
          "Invalid header `" + S2Headers.STREAM_CONFIG + "`: " + e.getMessage(),
          e);
    }
  }

  /// A stream.
  public static byte[] encodeInfo(StreamInfo info) {
    return JsonWriter.write(160, json -> writeInfo(json, info));
  }

  /// The stream that a server sent.
  ///
  /// @throws TransportException if it is none
  public static StreamInfo decodeInfo(byte[] text) {
    return JsonReader.response(text, StreamJson::readInfo);
  }

  /// A page of streams.
  public static byte[] encodePage(Page<StreamInfo> page) {
    return PageJson.encode("streams", page, StreamJson::writeInfo);
  }

  /// The page of streams that a server sent.
  ///
  /// @throws TransportException if it is none
  public static Page<StreamInfo> decodePage(byte[] text) {
    return PageJson.decode("streams", text, StreamJson::readInfo);
  }

  private static Create readCreate(JsonReader json) throws IOException {
    Optional<StreamName> name = Optional.empty();
    StreamConfig config = StreamConfig.UNSET;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "stream" -> name = Optional.of(json.string(StreamName::new));
        case "config" -> config = readOptionalConfig(json);
        default -> json.skip();
      }
    }
    return new Create(name.orElseThrow(() -> json.bad("missing field `stream`")), config);
  }

  private static StreamConfig readOptionalConfig(JsonReader json) throws IOException {
    return json.optional(ConfigJson::read).orElse(StreamConfig.UNSET);
  }

  private static void writeInfo(JsonWriter json, StreamInfo info) {
    json.beginObject();
    json.name("name").string(info.name().value());
    json.name("created_at").dateTime(info.createdAt());
    json.name("deleted_at").orNull(info.deletedAt(), json::dateTime);
    ConfigJson.writeCipher(json.name("cipher"), info.cipher());
    json.endObject();
  }

  private static StreamInfo readInfo(JsonReader json) throws IOException {
    Optional<StreamName> name = Optional.empty();
    Optional<Instant> createdAt = Optional.empty();
    Optional<Instant> deletedAt = Optional.empty();
    Optional<StreamCipher> cipher = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "name" -> name = Optional.of(json.string(StreamName::new));
        case "created_at" -> createdAt = Optional.of(json.dateTime());
        case "deleted_at" -> deletedAt = json.optional(JsonReader::dateTime);
        case "cipher" -> cipher = ConfigJson.readCipher(json);
        default -> json.skip();
      }
    }
    return new StreamInfo(
        name.orElseThrow(() -> json.bad("missing field `name`")),
        createdAt.orElseThrow(() -> json.bad("missing field `created_at`")),
        deletedAt,
        cipher);
  }
}
