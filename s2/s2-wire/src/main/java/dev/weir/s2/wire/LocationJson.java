package dev.weir.s2.wire;

import dev.weir.s2.LocationInfo;
import dev.weir.s2.LocationName;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Locations as JSON: one, all as a bare array, and the name of one as a bare string.
public final class LocationJson {
  private LocationJson() {}

  /// A location.
  public static byte[] encode(LocationInfo location) {
    return JsonWriter.write(64, json -> write(json, location));
  }

  /// The location that a server sent.
  ///
  /// @throws TransportException if it is none
  public static LocationInfo decode(byte[] text) {
    return JsonReader.response(text, LocationJson::read);
  }

  /// All locations.
  public static byte[] encodeList(List<LocationInfo> locations) {
    return JsonWriter.write(
        64 * locations.size() + 2,
        json -> {
          json.beginArray();
          locations.forEach(location -> write(json, location));
          json.endArray();
        });
  }

  /// The locations that a server sent.
  ///
  /// @throws TransportException if they are none
  public static List<LocationInfo> decodeList(byte[] text) {
    return JsonReader.response(text, LocationJson::readList);
  }

  /// The body that sets the default location.
  public static byte[] encodeName(LocationName name) {
    return JsonWriter.write(64, json -> json.string(name.value()));
  }

  /// The location that a client wants as the default.
  ///
  /// @throws RequestRejectedException `BAD_JSON` if the text is no string, or names none
  public static LocationName decodeName(byte[] text) {
    return JsonReader.request(text, json -> json.string(LocationName::new));
  }

  private static void write(JsonWriter json, LocationInfo location) {
    json.beginObject();
    json.name("name").string(location.name().value());
    json.name("is_private").bool(location.isPrivate());
    json.endObject();
  }

  private static List<LocationInfo> readList(JsonReader json) throws IOException {
    var locations = new ArrayList<LocationInfo>();
    json.beginArray();
    while (json.nextElement()) {
      locations.add(read(json));
    }
    return List.copyOf(locations);
  }

  private static LocationInfo read(JsonReader json) throws IOException {
    Optional<LocationName> name = Optional.empty();
    boolean isPrivate = false;
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "name" -> name = Optional.of(json.string(LocationName::new));
        case "is_private" -> isPrivate = json.bool();
        default -> json.skip();
      }
    }
    return new LocationInfo(name.orElseThrow(() -> json.bad("missing field `name`")), isPrivate);
  }
}
