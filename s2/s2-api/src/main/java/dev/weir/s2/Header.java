package dev.weir.s2;

/// A name and a value on a record. Order and duplicates are kept. An empty name marks a command
/// record.
public record Header(Bytes name, Bytes value) {
  /// A header of two texts, in UTF-8.
  public static Header of(String name, String value) {
    return new Header(Bytes.utf8(name), Bytes.utf8(value));
  }
}
