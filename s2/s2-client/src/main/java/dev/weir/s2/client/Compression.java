package dev.weir.s2.client;

import dev.weir.s2.wire.FrameCompression;

/// How record data is compressed on its way, both ways, where it is at least 1 KiB.
public enum Compression {
  /// Not at all. The default: records are often compressed already, and processors cost too.
  NONE(FrameCompression.NONE),
  /// With gzip.
  GZIP(FrameCompression.GZIP),
  /// With Zstandard: better and faster than gzip, by a native library.
  ZSTD(FrameCompression.ZSTD);

  private final FrameCompression ofFrames;

  Compression(FrameCompression ofFrames) {
    this.ofFrames = ofFrames;
  }

  FrameCompression ofFrames() {
    return ofFrames;
  }
}
