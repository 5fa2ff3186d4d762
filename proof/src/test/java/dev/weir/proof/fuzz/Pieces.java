package dev.weir.proof.fuzz;

import dev.weir.s2.S2Exception;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameDecoder;
import dev.weir.s2.wire.FrameException;
import dev.weir.s2.wire.ReadEvents;
import dev.weir.s2.wire.RecordFormat;
import dev.weir.s2.wire.SseEvent;
import dev.weir.s2.wire.SseParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// What is read from bytes that come in pieces, which must be what is read from them at once.
final class Pieces {
  private Pieces() {}

  static Object frames(byte[] bytes) {
    List<String> whole = frames(bytes, bytes.length);
    List<String> inPieces = frames(bytes, 3);
    return same(whole, inPieces);
  }

  private static List<String> frames(byte[] bytes, int piece) {
    var found = new ArrayList<String>();
    var decoder = new FrameDecoder();
    try {
      for (int at = 0; at < bytes.length; at += piece) {
        decoder.feed(bytes, at, Math.min(piece, bytes.length - at));
        for (var next = decoder.next(); next.isPresent(); next = decoder.next()) {
          found.add(describe(next.get()));
        }
      }
      decoder.end();
    } catch (FrameException e) {
      found.add(e.getMessage());
    }
    return found;
  }

  private static String describe(Frame frame) {
    return switch (frame) {
      case Frame.Message(byte[] body, boolean advised) -> Arrays.toString(body) + advised;
      case Frame.Terminal(int status, byte[] body) -> status + Arrays.toString(body);
    };
  }

  static Object events(byte[] bytes) {
    List<String> whole = events(bytes, bytes.length);
    List<String> inPieces = events(bytes, 1);
    return same(whole, inPieces);
  }

  private static List<String> events(byte[] bytes, int piece) {
    var found = new ArrayList<String>();
    var parser = new SseParser(256);
    Consumer<SseEvent> take =
        event -> {
          found.add(event.toString());
          found.add(ReadEvents.decode(event, RecordFormat.RAW).toString());
        };
    try {
      for (int at = 0; at < bytes.length; at += piece) {
        parser.feed(bytes, at, Math.min(piece, bytes.length - at), take);
      }
      parser.finish();
    } catch (S2Exception e) {
      found.add(String.valueOf(e.getMessage()));
    }
    return found;
  }

  private static Object same(List<String> whole, List<String> inPieces) {
    if (!whole.equals(inPieces)) {
      throw new AssertionError("in pieces " + inPieces + ", at once " + whole);
    }
    return whole;
  }
}
