package dev.weir.livestore.sync.merge;

import dev.weir.livestore.sync.ClientEvent;
import dev.weir.livestore.sync.ClientSeqNum;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import java.util.List;
import java.util.stream.Stream;

/// Events in LiveStore's notation, as in `e1.1`; with another content than the usual, as in
/// `e1:other`. Each follows the number before it.
final class Numbered {
  private Numbered() {}

  static ClientSeqNum number(String text) {
    String[] parts = text.substring(1).split("\\.", -1);
    var global = new EventSeqNum(Long.parseLong(parts[0]));
    return new ClientSeqNum(global, parts.length == 1 ? 0 : Integer.parseInt(parts[1]), 0);
  }

  static ClientEvent event(String text) {
    String[] parts = text.split(":", -1);
    ClientSeqNum number = number(parts[0]);
    ClientSeqNum parent =
        number.client() == 0
            ? ClientSeqNum.of(new EventSeqNum(number.global().value() - 1))
            : new ClientSeqNum(number.global(), number.client() - 1, 0);
    String content = parts[parts.length - 1];
    var encoded =
        EncodedEvent.of(
            "v1.Done", "{\"is\":\"" + content + "\"}", number.global(), parent.global(), "c", "s");
    return new ClientEvent(encoded, number, parent, number.client() > 0);
  }

  static List<ClientEvent> all(String... texts) {
    return Stream.of(texts).map(Numbered::event).toList();
  }

  static List<String> numbers(List<ClientEvent> events) {
    return events.stream().map(event -> event.seqNum().toString()).toList();
  }
}
