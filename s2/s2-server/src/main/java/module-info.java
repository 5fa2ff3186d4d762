/// The S2 v1 HTTP API in front of any implementation of S2's ports.
module dev.weir.s2.server {
  requires transitive com.linecorp.armeria;
  requires transitive dev.weir.s2;
  requires dev.weir.s2.wire;
  requires io.netty.codec.http2;
  requires io.netty.common;
  requires io.netty.transport;
  requires micrometer.core;
  requires org.reactivestreams;
  requires static transitive org.jspecify;

  exports dev.weir.s2.server;
  exports dev.weir.s2.server.access;
}
