package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamName;
import java.util.Optional;

/// Picks a store's canonical log out of its stream, as every proxy like this one does: the chain in
/// which each event's parent is the event before it, from 0. For tools that read a stream without a
/// proxy. Used by one thread.
public final class CanonicalLog {
  private final CanonicalFold fold;

  /// A log that has been offered nothing yet.
  public CanonicalLog() {
    this(EventSeqNum.ROOT);
  }

  /// A log that has come to `head`, where the stream is read from behind that event on.
  public CanonicalLog(EventSeqNum head) {
    this.fold = new CanonicalFold(head);
  }

  /// The number of the last event of the chain; 0 before the first.
  public EventSeqNum head() {
    return fold.head();
  }

  /// Whether `event` is the next one of the chain, which then ends with it.
  public boolean offer(EncodedEvent event) {
    return fold.offer(EventNumbers.of(event));
  }

  /// The event that a record carries, in the chain or not; empty for commands and whatever else.
  public static Optional<EncodedEvent> event(SequencedRecord record) {
    return CanonicalFold.event(record).map(CanonicalEvent::event);
  }

  /// Whether a record says of itself that it is part of the chain: proxies like this one believe it
  /// where they do not read the stream from its beginning.
  public static boolean isMarked(SequencedRecord record) {
    return Mark.isOn(record);
  }

  /// Whose a marked record says it is: a hash of the store's id, or empty for the store whose id
  /// the stream's name tells.
  public static String owner(SequencedRecord record) {
    return Mark.owner(record).storeIdHash();
  }

  /// An event as a record of the chain of `storeId`, with the mark that says so.
  public static AppendRecord marked(EncodedEvent event, String storeId, StreamNaming naming) {
    return Mark.of(naming.ownerOf(storeId)).record(Bytes.utf8(event.json()));
  }

  /// The stream that holds the store `storeId`.
  public static StreamName streamOf(String storeId, StreamNaming naming) {
    return naming.streamOf(storeId);
  }
}
