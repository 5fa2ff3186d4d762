package dev.weir.bench.load;

/// Where a client is in its store.
final class Place {
  private SharedStore store;
  private long lastS2SeqNum = -1;
  private long lastOwn;
  private long ownHead;

  Place(SharedStore store) {
    this.store = store;
  }

  SharedStore store() {
    return store;
  }

  /// Begins anew, with nothing.
  void move(SharedStore to) {
    store = to;
    lastS2SeqNum = -1;
    ownHead = 0;
  }

  void pulled(long s2SeqNum, int client, long number, boolean own) {
    lastS2SeqNum = s2SeqNum;
    store.holds(s2SeqNum, SharedStore.eventId(client, number));
    if (own) {
      lastOwn = Math.max(lastOwn, number);
    }
  }

  /// A push was acknowledged, up to this event.
  void stored(long eventSeqNum) {
    ownHead = Math.max(ownHead, eventSeqNum);
  }

  /// The last record that came, -1 for none.
  long lastS2SeqNum() {
    return lastS2SeqNum;
  }

  /// The last of the client's own events that came back.
  long lastOwn() {
    return lastOwn;
  }

  /// The last event that the client knows to be stored.
  long head() {
    return Math.max(lastS2SeqNum + 1, ownHead);
  }
}
