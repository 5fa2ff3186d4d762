/// Copies of streams between any two implementations of the S2 ports.
module dev.weir.s2.copy {
  requires transitive dev.weir.s2;
  requires static transitive org.jspecify;

  exports dev.weir.s2.copy;
}
