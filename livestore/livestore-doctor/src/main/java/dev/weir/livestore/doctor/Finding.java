package dev.weir.livestore.doctor;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;

/// What is wrong with one record of a store's stream. No such record is ever delivered by Weir.
public sealed interface Finding {
  /// Where in the stream the record stands.
  long s2SeqNum();

  /// A word for what it is, for machines.
  String kind();

  /// What it is, for people.
  String text();

  /// An event that competes with another one that was stored before it: its writer had not seen
  /// that one.
  ///
  /// @param head the number of the chain's last event when it was written
  record Fork(long s2SeqNum, EncodedEvent event, EventSeqNum head) implements Finding {
    @Override
    public String kind() {
      return "fork";
    }

    @Override
    public String text() {
      return "%s follows %s, but the chain had come to %s: lost to others"
          .formatted(named(event), event.parentSeqNum().value(), head.value());
    }
  }

  /// An event of the chain, stored once more: its writer sent it again.
  record Doubled(long s2SeqNum, EncodedEvent event) implements Finding {
    @Override
    public String kind() {
      return "doubled";
    }

    @Override
    public String text() {
      return named(event) + " is stored once more";
    }
  }

  /// An event whose parent was not stored before it.
  ///
  /// @param head the number of the chain's last event when it was written: what lies between that
  ///   and the event's parent, inclusive, is missing
  record Missing(long s2SeqNum, EncodedEvent event, EventSeqNum head) implements Finding {
    @Override
    public String kind() {
      return "missing";
    }

    @Override
    public String text() {
      return "%s follows %s, but the chain had only come to %s: what lies between is missing"
          .formatted(named(event), event.parentSeqNum().value(), head.value());
    }
  }

  /// An event whose number does not come after its parent's.
  record Disordered(long s2SeqNum, EncodedEvent event) implements Finding {
    @Override
    public String kind() {
      return "disordered";
    }

    @Override
    public String text() {
      return named(event) + " names " + event.parentSeqNum().value() + " as its parent";
    }
  }

  /// A record that is no event.
  record Foreign(long s2SeqNum, long bytes) implements Finding {
    @Override
    public String kind() {
      return "foreign";
    }

    @Override
    public String text() {
      return "a record of " + bytes + " bytes that is no event";
    }
  }

  /// A record that says of itself that it belongs to the chain, and does not, or that it belongs to
  /// another store than the records before it: it was brought here from another stream, or somebody
  /// wrote it by hand. Proxies may believe it.
  record FalseMark(long s2SeqNum) implements Finding {
    @Override
    public String kind() {
      return "false-mark";
    }

    @Override
    public String text() {
      return "bears Weir's mark, and is not of this store's chain";
    }
  }

  /// The stream no longer holds its first records, and with them the beginning of the chain: Weir
  /// does not serve the store.
  ///
  /// @param s2SeqNum the first record that is left
  record BeginningLost(long s2SeqNum) implements Finding {
    @Override
    public String kind() {
      return "beginning-lost";
    }

    @Override
    public String text() {
      return "the records before it are gone, by retention or a trim";
    }
  }

  private static String named(EncodedEvent event) {
    return "event " + event.seqNum().value() + " (" + event.name() + ", " + event.clientId() + ")";
  }
}
