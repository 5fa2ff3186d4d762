package dev.weir.s2;

/// How the records of a basin's new streams are encrypted at rest.
public enum StreamCipher {
  AEGIS_256("aegis-256"),
  AES_256_GCM("aes-256-gcm");

  private final String wireName;

  StreamCipher(String wireName) {
    this.wireName = wireName;
  }

  /// S2's own name of it, which also stands in its messages.
  public String wireName() {
    return wireName;
  }
}
