package dev.weir.livestore.sync;

import java.util.List;
import java.util.Objects;

/// Events that form a chain: each is numbered after its parent, and is the parent of the next.
/// Numbers may leap, since a parent need not be the number before.
///
/// Throws [MalformedBatchException] if the events form no chain
///
/// @param events any number, none included
public record EventBatch(List<EncodedEvent> events) {
  public EventBatch {
    events = List.copyOf(events);
    checkChain(events);
  }

  /// A batch of these events.
  ///
  /// @throws MalformedBatchException if the events form no chain
  public static EventBatch of(List<EncodedEvent> events) {
    return new EventBatch(events);
  }

  /// Whether there are no events.
  public boolean isEmpty() {
    return events.isEmpty();
  }

  /// The number of events.
  public int size() {
    return events.size();
  }

  /// The event with the smallest number.
  ///
  /// @throws java.util.NoSuchElementException if the batch is empty
  public EncodedEvent first() {
    return events.getFirst();
  }

  /// The event with the greatest number: the head of a store that ends with this batch.
  ///
  /// @throws java.util.NoSuchElementException if the batch is empty
  public EncodedEvent last() {
    return events.getLast();
  }

  /// The events from `index` on, that one included.
  ///
  /// @param index 0 to [#size()]; the latter gives an empty batch
  /// @throws IndexOutOfBoundsException if `index` is neither
  public EventBatch from(int index) {
    Objects.checkIndex(index, events.size() + 1);
    return index == 0 ? this : new EventBatch(events.subList(index, events.size()));
  }

  private static void checkChain(List<EncodedEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      EncodedEvent event = events.get(i);
      if (!event.seqNum().isAfter(event.parentSeqNum())) {
        throw new MalformedBatchException(
            i,
            "seqNum must be greater than its parentSeqNum "
                + event.parentSeqNum().value()
                + ", but was "
                + event.seqNum().value());
      }
      if (i > 0 && !event.parentSeqNum().equals(events.get(i - 1).seqNum())) {
        throw new MalformedBatchException(
            i,
            "parentSeqNum must be the seqNum before it, "
                + events.get(i - 1).seqNum().value()
                + ", but was "
                + event.parentSeqNum().value());
      }
    }
  }
}
