package dev.weir.s2.wire;

import dev.weir.s2.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A record's headers: an array of arrays of a name and a value.
final class HeaderJson {
  private HeaderJson() {}

  static void write(JsonWriter json, List<Header> headers, RecordFormat format) {
    json.beginArray();
    for (Header header : headers) {
      json.beginArray();
      json.bytes(header.name(), format);
      json.bytes(header.value(), format);
      json.endArray();
    }
    json.endArray();
  }

  static List<Header> read(JsonReader json, RecordFormat format) throws IOException {
    var headers = new ArrayList<Header>();
    json.beginArray();
    while (json.nextElement()) {
      headers.add(readOne(json, format));
    }
    return headers;
  }

  private static Header readOne(JsonReader json, RecordFormat format) throws IOException {
    json.beginArray();
    require(json, json.nextElement());
    var name = json.bytes(format);
    require(json, json.nextElement());
    var value = json.bytes(format);
    require(json, !json.nextElement());
    return new Header(name, value);
  }

  private static void require(JsonReader json, boolean ok) throws IOException {
    if (!ok) {
      throw json.bad("expected a header of a name and a value");
    }
  }
}
