package dev.weir.proof.sync.jdk;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A set that is gone through in the order it was filled, and may change meanwhile: a concurrent
/// one goes by hash codes, which are other ones each time.
final class OrderedSet<E> extends AbstractSet<E> {
  private final Set<E> elements = new LinkedHashSet<>();

  @Override
  public boolean add(E element) {
    return elements.add(element);
  }

  @Override
  public boolean remove(Object element) {
    return elements.remove(element);
  }

  @Override
  public boolean contains(Object element) {
    return elements.contains(element);
  }

  @Override
  public Iterator<E> iterator() {
    return List.copyOf(elements).iterator();
  }

  @Override
  public int size() {
    return elements.size();
  }
}
