package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.syncs2.PulledPage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageWriterTest {
  /// More than one piece of a page, in which any character may stand at any place.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void page_ofAnyEvents_isReadAsTheyWereWritten(long seed) {
    var random = new Random(seed);
    var events = new ArrayList<EncodedEvent>();
    var writer = new PageWriter();
    while (writer.size() < 400_000) {
      EncodedEvent event = event(events.size() + 1, random);
      events.add(event);
      writer.add(new CanonicalEvent(2L * events.size(), random.nextInt(3), event));
    }
    long tail = 2L * events.size() + 1;
    List<byte[]> pieces = writer.finish(tail);
    PulledPage page = RecordedPull.page(text(pieces));
    assertThat(page.events().stream().map(event -> event.event().json()).toList())
        .as("seed %d", seed)
        .isEqualTo(events.stream().map(EncodedEvent::json).toList());
    assertThat(pieces).hasSizeGreaterThan(2).allMatch(piece -> piece.length <= 128 << 10);
  }

  private static EncodedEvent event(int number, Random random) {
    var args = new StringBuilder("\"");
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 3_000 : 40); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> args.append("\\\"");
        case 1 -> args.append("\\\\");
        case 2 -> args.append("\\u000").append(random.nextInt(10));
        case 3 -> args.append('é');
        case 4 -> args.append("😀");
        default -> args.append((char) ('a' + random.nextInt(26)));
      }
    }
    String spaces = " \t\r\n".repeat(random.nextInt(2));
    return EncodedEvent.of(
        "n", spaces + args + '"', new EventSeqNum(number), new EventSeqNum(number - 1), "c", "s");
  }

  private static String text(List<byte[]> pieces) {
    var all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toString(StandardCharsets.UTF_8);
  }
}
