package dev.weir.s2.client;

import dev.weir.s2.AppendInput;
import dev.weir.s2.Bytes;
import dev.weir.s2.wire.RecordFormat;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// How a batch can travel as JSON without the loss of a byte: as text where all of it is UTF-8, and
/// its escapes take no more room than Base64 would. A batch of 1 MiB of quotes would otherwise be
/// longer than the 2 MiB that S2 takes as a request's body.
final class RecordText {
  private static final int DECODED_CHARS = 1024;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer decoded = CharBuffer.allocate(DECODED_CHARS);
  private long escapes;

  private RecordText() {}

  static RecordFormat formatOf(AppendInput input) {
    var text = new RecordText();
    boolean isText =
        input.records().stream()
            .allMatch(record ->
                text.isUtf8(record.body())
                    && record.headers().stream()
                        .allMatch(h -> text.isUtf8(h.name()) && text.isUtf8(h.value())));
    return isText && text.escapes <= input.meteredBytes() / 3
        ? RecordFormat.RAW
        : RecordFormat.BASE64;
  }

  private boolean isUtf8(Bytes bytes) {
    for (int i = 0; i < bytes.size(); i++) {
      escapes += escape(bytes.at(i));
    }
    ByteBuffer rest = bytes.asByteBuffer();
    decoder.reset();
    CoderResult result;
    do {
      decoded.clear();
      result = decoder.decode(rest, decoded, true);
    } while (result.isOverflow());
    return !result.isError();
  }

  /// How many bytes more JSON takes for this one, at most.
  private static int escape(byte b) {
    if (b >= 0 && b < ' ') {
      return 5;
    }
    return b == '"' || b == '\\' ? 1 : 0;
  }
}
