/// S2's vocabulary and ports, with no dependency at run time.
module dev.weir.s2 {
  requires static transitive org.jspecify;

  exports dev.weir.s2;
}
