package dev.weir.s2;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// All items of a list, fetched page by page as they are asked for. Each iteration asks anew. What
/// is being deleted is left out, unless [#includingDeleted()] is asked for.
///
/// @param <T> what is listed
public final class Listing<T> implements Iterable<T> {
  private final ListRequest first;
  private final Function<ListRequest, Page<T>> pages;
  private final Function<T, String> name;
  private final Predicate<T> isShown;
  private final Predicate<T> isDeleted;

  Listing(
      ListRequest first,
      Function<ListRequest, Page<T>> pages,
      Function<T, String> name,
      Predicate<T> isDeleted) {
    this(first, pages, name, isDeleted.negate(), isDeleted);
  }

  private Listing(
      ListRequest first,
      Function<ListRequest, Page<T>> pages,
      Function<T, String> name,
      Predicate<T> isShown,
      Predicate<T> isDeleted) {
    this.first = first;
    this.pages = pages;
    this.name = name;
    this.isShown = isShown;
    this.isDeleted = isDeleted;
  }

  /// The same list, with what is being deleted.
  public Listing<T> includingDeleted() {
    return new Listing<>(first, pages, name, item -> true, isDeleted);
  }

  /// The items in the order of their names. Its methods throw [S2Exception] where a page cannot be
  /// had.
  @Override
  public Iterator<T> iterator() {
    return new Items();
  }

  /// The items in the order of their names.
  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  private final class Items implements Iterator<T> {
    private ListRequest request = first;
    private Iterator<T> page = List.<T>of().iterator();
    private boolean hasMore = true;

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && hasMore) { // a page of deleted items alone is not the end
        fetch();
      }
      return page.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the list has no more items");
      }
      return page.next();
    }

    private void fetch() {
      var fetched = pages.apply(request);
      // A page of nothing has no last name to go on from, whatever it says of more.
      hasMore = fetched.hasMore() && !fetched.items().isEmpty();
      if (hasMore) {
        request = request.after(name.apply(fetched.items().getLast()));
      }
      page = fetched.items().stream().filter(isShown).iterator();
    }
  }
}
