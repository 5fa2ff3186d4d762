package dev.weir.s2;

/// How the records of a basin's new streams are encrypted at rest.
public enum StreamCipher {
  AEGIS_256,
  AES_256_GCM
}
