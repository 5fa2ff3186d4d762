/// S2 over HTTP.
module dev.weir.s2.client {
  requires transitive dev.weir.s2;
  requires dev.weir.s2.wire;
  requires kotlin.stdlib;
  requires okhttp3;
  requires okio;
  requires static transitive org.jspecify;

  exports dev.weir.s2.client;
}
