package dev.weir.livestore.sync;

/// An event as a client keeps it (LiveStore's `LiveStoreEvent.Client.Encoded`).
///
/// Throws [IllegalArgumentException] if the numbers contradict the encoded event
///
/// @param encoded the event with its global numbers
/// @param seqNum its number
/// @param parentSeqNum the number of the event before it
/// @param clientOnly whether it is never pushed
public record ClientEvent(
    EncodedEvent encoded, ClientSeqNum seqNum, ClientSeqNum parentSeqNum, boolean clientOnly) {
  public ClientEvent {
    if (!encoded.seqNum().equals(seqNum.global())
        || !encoded.parentSeqNum().equals(parentSeqNum.global())) {
      throw new IllegalArgumentException(
          "event %s after %s is encoded as %s after %s"
              .formatted(seqNum, parentSeqNum, encoded.seqNum(), encoded.parentSeqNum()));
    }
  }

  /// An event as a backend delivers it.
  public static ClientEvent ofGlobal(EncodedEvent encoded) {
    return new ClientEvent(
        encoded, ClientSeqNum.of(encoded.seqNum()), ClientSeqNum.of(encoded.parentSeqNum()), false);
  }

  /// The same event, numbered as the one that follows `head`.
  public ClientEvent after(ClientSeqNum head, int generation) {
    ClientSeqNum number = head.next(clientOnly, generation);
    ClientSeqNum parent = head.asParent(clientOnly);
    return new ClientEvent(
        encoded.renumbered(number.global(), parent.global()), number, parent, clientOnly);
  }

  /// Whether `other` is this event at the same place, whatever their parents and generations.
  public boolean isSame(ClientEvent other) {
    return seqNum.isAtPlaceOf(other.seqNum) && encoded.hasSameContent(other.encoded);
  }
}
