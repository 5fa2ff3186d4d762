package dev.weir.s2;

/// How S2 Cloud stores a stream. Kept and shown by other stores, without effect.
public enum StorageClass {
  STANDARD,
  EXPRESS
}
