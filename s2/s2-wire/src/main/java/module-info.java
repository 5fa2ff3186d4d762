/// How the S2 vocabulary travels, for both ends of a connection.
module dev.weir.s2.wire {
  requires transitive dev.weir.s2;
  requires com.fasterxml.jackson.core;
  requires com.github.luben.zstd_jni;
  requires com.google.protobuf;
  requires static transitive org.jspecify;

  exports dev.weir.s2.wire;
}
