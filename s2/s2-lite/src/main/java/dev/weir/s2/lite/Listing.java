package dev.weir.s2.lite;

import dev.weir.s2.ListRequest;
import dev.weir.s2.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A page of a table whose keys end in names.
final class Listing {
  private Listing() {}

  /// Makes an item of a row.
  interface ItemDecoder<T> {
    T decode(String name, byte[] row) throws CorruptRowException;
  }

  /// @param what is listed, for messages
  /// @param table what the keys of the table begin with
  static <T> Page<T> of(
      Reads reads, String what, byte[] table, ListRequest request, ItemDecoder<T> decoder) {
    byte[] prefix = append(table, request.prefix());
    byte[] afterStart = Keys.after(append(table, request.startAfter()));
    boolean startsInside = !request.startAfter().isEmpty();
    byte[] from =
        startsInside && Arrays.compareUnsigned(afterStart, prefix) > 0 ? afterStart : prefix;
    return reads.call(
        what,
        storage -> {
          List<T> items = new ArrayList<>();
          boolean[] hasMore = new boolean[1];
          storage.scan(
              from,
              Keys.afterPrefix(prefix),
              (key, row) -> {
                hasMore[0] = items.size() == request.limit();
                if (!hasMore[0]) {
                  items.add(decoder.decode(Keys.nameOf(key, table.length), row));
                }
                return !hasMore[0];
              });
          return new Page<>(items, hasMore[0]);
        });
  }

  private static byte[] append(byte[] table, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return new RowWriter(table.length + utf8.length).raw(table).raw(utf8).toArray();
  }
}
