package dev.weir.s2.client;

/// What may stand in an HTTP header without a quarrel between implementations.
final class VisibleAscii {
  private VisibleAscii() {}

  static boolean isAll(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }
}
