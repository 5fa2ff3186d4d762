package dev.weir.livestore.sync;

/// A client's own number of an event (LiveStore's `EventSequenceNumber.Client.Composite`). Events
/// that the client keeps to itself lie between two global numbers; how often it was rebased tells
/// an event from its earlier self.
///
/// Throws [IllegalArgumentException] if `client` or `rebaseGeneration` is negative
///
/// @param global what the event's store knows it by
/// @param client 0 for an event that is shared, counted from 1 for those that are not
/// @param rebaseGeneration how many rebases the client had been through; does not count for the
///   order, and never leaves the client
public record ClientSeqNum(EventSeqNum global, int client, int rebaseGeneration) {
  /// The parent of a client's first event.
  public static final ClientSeqNum ROOT = of(EventSeqNum.ROOT);

  public ClientSeqNum {
    if (client < 0 || rebaseGeneration < 0) {
      throw new IllegalArgumentException(
          "neither may be negative: client " + client + ", rebase generation " + rebaseGeneration);
    }
  }

  /// The number of a shared event as everybody knows it.
  public static ClientSeqNum of(EventSeqNum global) {
    return new ClientSeqNum(global, 0, 0);
  }

  /// Whether this comes after `other`, whatever their generations.
  public boolean isAfter(ClientSeqNum other) {
    return global.isAfter(other.global) || (global.equals(other.global) && client > other.client);
  }

  /// Whether both stand at the same place, whatever their generations.
  public boolean isAtPlaceOf(ClientSeqNum other) {
    return global.equals(other.global) && client == other.client;
  }

  /// The number of an event that follows this one.
  public ClientSeqNum next(boolean clientOnly, int generation) {
    return clientOnly
        ? new ClientSeqNum(global, client + 1, generation)
        : new ClientSeqNum(new EventSeqNum(global.value() + 1), 0, generation);
  }

  /// What an event that follows this one names as its parent: a shared event does not know of
  /// unshared ones.
  public ClientSeqNum asParent(boolean clientOnly) {
    return clientOnly ? this : new ClientSeqNum(global, 0, rebaseGeneration);
  }

  /// LiveStore's own notation: `e5`, `e5.1`, `e5.1r2`.
  @Override
  public String toString() {
    return global
        + (client == 0 ? "" : "." + client)
        + (rebaseGeneration == 0 ? "" : "r" + rebaseGeneration);
  }
}
