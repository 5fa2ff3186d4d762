package dev.weir.livestore.syncs2;

/// The original's way from a store to its stream.
public final class S2StreamNames {
  private static final int MAX_LENGTH = 100;

  private S2StreamNames() {}

  /// The stream of a store: every UTF-16 unit but `A-Z`, `a-z`, `0-9`, `_` and `-` becomes `-`, and
  /// the first 100 remain. Different stores can get one stream (`a.b` and `a-b`), and an empty
  /// store id gets no name that S2 takes.
  public static String makeS2StreamName(String storeId) {
    int length = Math.min(storeId.length(), MAX_LENGTH);
    var name = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = storeId.charAt(i);
      name.append(isKept(c) ? c : '-');
    }
    return name.toString();
  }

  private static boolean isKept(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
