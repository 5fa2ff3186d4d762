package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.PulledEvent;
import dev.weir.livestore.syncs2.Cursor;
import dev.weir.livestore.syncs2.PulledPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far a pull has come, over all its connections: where the next one goes on, and which events
/// the client has, whatever a proxy sends again.
final class PullProgress {
  private Cursor cursor;
  private Optional<EventSeqNum> last;

  private PullProgress(Cursor cursor, Optional<EventSeqNum> last) {
    this.cursor = cursor;
    this.last = last;
  }

  /// @throws IllegalArgumentException if the cursor's metadata are not of this backend
  static PullProgress behind(Optional<PullCursor> cursor) {
    Cursor from =
        cursor
            .flatMap(PullCursor::metadataJson)
            .<Cursor>map(json -> new Cursor.After(MetadataJson.read(json).s2SeqNum()))
            .orElseGet(Cursor.FromStart::new);
    return new PullProgress(from, cursor.map(PullCursor::eventSeqNum));
  }

  Cursor cursor() {
    return cursor;
  }

  /// What of a page is new; notes that the client has it.
  PullPage take(PulledPage page) {
    List<PulledEvent> events = new ArrayList<>(page.events().size());
    for (PulledPage.PulledEvent pulled : page.events()) {
      passedOver(pulled.metadata().s2SeqNum());
      EventSeqNum number = pulled.event().seqNum();
      if (last.isEmpty() || number.isAfter(last.get())) {
        last = Optional.of(number);
        events.add(
            new PulledEvent(pulled.event(), Optional.of(MetadataJson.write(pulled.metadata()))));
      }
    }
    return new PullPage(events, page.pageInfo());
  }

  /// A record of no interest was seen.
  void passedOver(long s2SeqNum) {
    if (s2SeqNum >= cursor.firstS2SeqNum()) {
      cursor = new Cursor.After(s2SeqNum);
    }
  }
}
