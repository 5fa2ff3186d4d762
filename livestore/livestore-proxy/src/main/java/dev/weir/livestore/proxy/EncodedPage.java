package dev.weir.livestore.proxy;

import java.util.List;

/// A page of events as it is sent, and where the one who has it goes on. The bytes are shared by
/// all who are sent them, and never changed.
///
/// @param pieces of the page, in order
/// @param events in it, at least one
/// @param first the S2 number of the first
/// @param next behind the last
/// @param isLast whether nothing was known to follow
record EncodedPage(List<byte[]> pieces, int events, long first, PullPosition next, boolean isLast) {
  EncodedPage {
    pieces = List.copyOf(pieces);
  }

  /// @param page not empty
  static EncodedPage of(EventPage page) {
    var writer = new PageWriter();
    page.events().forEach(writer::add);
    PullPosition next = PullPosition.behind(page.events().getLast());
    return new EncodedPage(
        writer.finish(page.tail()),
        page.events().size(),
        page.events().getFirst().s2SeqNum(),
        next,
        page.tail() == next.s2SeqNum());
  }

  long size() {
    long size = 0;
    for (byte[] piece : pieces) {
      size += piece.length;
    }
    return size;
  }
}
