package dev.weir.s2.server.access;

import dev.weir.s2.ListRequest;
import dev.weir.s2.Page;
import dev.weir.s2.ResourceSet;
import java.util.List;
import java.util.function.Function;

/// Pages of lists, cut to what a token covers.
final class Scoped {
  private Scoped() {}

  /// The part of the list whose names are among `covered`.
  ///
  /// @param list gets a page
  /// @param name of an item
  static <T> Page<T> page(
      ResourceSet covered,
      ListRequest request,
      Function<ListRequest, Page<T>> list,
      Function<T, String> name) {
    return switch (covered) {
      case ResourceSet.Exact(String only) -> one(only, request, list, name);
      case ResourceSet.Prefix(String prefix) -> {
        if (request.prefix().startsWith(prefix)) {
          yield list.apply(request);
        }
        yield prefix.startsWith(request.prefix())
            ? list.apply(new ListRequest(prefix, request.startAfter(), request.limit()))
            : empty();
      }
    };
  }

  private static <T> Page<T> one(
      String only,
      ListRequest request,
      Function<ListRequest, Page<T>> list,
      Function<T, String> name) {
    if (only.isEmpty() || !only.startsWith(request.prefix())) {
      return empty();
    }
    // Of the names that begin with a name, it is itself the first.
    Page<T> page = list.apply(new ListRequest(only, request.startAfter(), 1));
    return new Page<>(
        page.items().stream().filter(item -> name.apply(item).equals(only)).toList(), false);
  }

  private static <T> Page<T> empty() {
    return new Page<>(List.of(), false);
  }
}
