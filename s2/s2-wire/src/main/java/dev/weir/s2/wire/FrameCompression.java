package dev.weir.s2.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How the messages of a session are compressed, frame by frame, and the bodies of other calls as a
/// whole.
public enum FrameCompression {
  /// Not at all.
  NONE(0x00, "identity"),
  /// Zstandard; its native library is loaded when it is first used.
  ZSTD(0x20, "zstd"),
  /// The JDK's gzip.
  GZIP(0x40, "gzip");

  /// Where a frame's flags say it; all of these bits together are no compression that exists.
  static final int FLAGS = 0x60;

  /// Smaller bodies gain nothing.
  private static final int MIN_BYTES = 1024;

  private static final Pattern NO_WEIGHT = Pattern.compile("[^;]*;\\s*[qQ]=0(\\.0*)?\\s*");

  private final int flag;
  private final String coding;

  FrameCompression(int flag, String coding) {
    this.flag = flag;
    this.coding = coding;
  }

  int flag() {
    return flag;
  }

  static FrameCompression ofFlags(int flags) {
    return switch (flags & FLAGS) {
      case 0x20 -> ZSTD;
      case 0x40 -> GZIP;
      default -> NONE;
    };
  }

  /// Its name in `content-encoding` and `accept-encoding`.
  public String coding() {
    return coding;
  }

  /// The best of what the header `accept-encoding` names: zstd, then gzip. As with S2, the weights
  /// of quality do not count.
  ///
  /// @param acceptEncoding all values, joined by commas; may be empty
  public static FrameCompression accepted(String acceptEncoding) {
    var best = NONE;
    for (String each : acceptEncoding.split(",", -1)) {
      switch (each.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
        case "zstd" -> {
          return ZSTD;
        }
        case "gzip" -> best = GZIP;
        default -> {} // a coding that we do not have
      }
    }
    return best;
  }

  /// The best of what the header `accept-encoding` names for a body that is no session's: zstd,
  /// then gzip, where their weight is not 0.
  ///
  /// @param acceptEncoding all values, joined by commas; may be empty
  public static FrameCompression acceptedForBody(String acceptEncoding) {
    return accepted(
        Arrays.stream(acceptEncoding.split(",", -1))
            .filter(each -> !NO_WEIGHT.matcher(each).matches())
            .collect(Collectors.joining(",")));
  }

  /// The one that a value of `content-encoding` names; empty if it is another, or several.
  public static Optional<FrameCompression> ofCoding(String coding) {
    return Arrays.stream(values())
        .filter(each -> each.coding.equalsIgnoreCase(coding.strip()))
        .findFirst();
  }

  /// What to send a body of `size` bytes with, where the receiver takes this: nothing, if it is
  /// under 1,024 bytes.
  public FrameCompression forSize(int size) {
    return size < MIN_BYTES ? NONE : this;
  }

  /// A body compressed, whatever its size.
  public byte[] compress(byte[] body) {
    return compress(body, 0);
  }

  /// The first `room` bytes as they are, and the rest compressed.
  byte[] compress(byte[] bytes, int room) {
    return switch (this) {
      case NONE -> bytes;
      case ZSTD -> Zstandard.compress(bytes, room);
      case GZIP -> Gzip.compress(bytes, room);
    };
  }

  /// What was compressed; empty if it is over `limit` bytes, of which no more are kept in memory.
  ///
  /// @throws IOException if it is not compressed in this way
  public Optional<byte[]> expand(byte[] compressed, int limit) throws IOException {
    return switch (this) {
      case NONE -> Optional.of(compressed).filter(bytes -> bytes.length <= limit);
      case ZSTD -> Zstandard.expand(compressed, limit);
      case GZIP -> Gzip.expand(compressed, limit);
    };
  }
}
