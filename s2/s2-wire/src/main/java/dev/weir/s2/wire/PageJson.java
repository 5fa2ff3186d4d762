package dev.weir.s2.wire;

import dev.weir.s2.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.function.BiConsumer;

/// A page of a list: the items under a name of their own, and `has_more`.
final class PageJson {
  private PageJson() {}

  static <T> byte[] encode(String items, Page<T> page, BiConsumer<JsonWriter, T> write) {
    return JsonWriter.write(
        64 + 160 * page.items().size(),
        json -> {
          json.beginObject().name(items).beginArray();
          page.items().forEach(item -> write.accept(json, item));
          json.endArray();
          json.name("has_more").bool(page.hasMore());
          json.endObject();
        });
  }

  static <T> Page<T> decode(String items, byte[] text, JsonReader.Body<T> item) {
    return JsonReader.response(text, json -> read(json, items, item));
  }

  private static <T> Page<T> read(JsonReader json, String items, JsonReader.Body<T> item)
      throws IOException {
    var found = new ArrayList<T>();
    boolean hasMore = false;
    json.beginObject();
    while (json.nextField()) {
      String field = json.field();
      if (field.equals(items)) {
        json.beginArray();
        while (json.nextElement()) {
          found.add(item.read(json));
        }
      } else if (field.equals("has_more")) {
        hasMore = json.bool();
      } else {
        json.skip();
      }
    }
    return new Page<>(found, hasMore);
  }
}
