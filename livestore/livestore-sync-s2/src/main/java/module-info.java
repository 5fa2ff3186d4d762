/// `@livestore/sync-s2` in Java: the sync backend, its wire schema, cursors, limits and proxy
/// helpers.
module dev.weir.livestore.syncs2 {
  requires com.fasterxml.jackson.core;
  requires transitive java.net.http;
  requires transitive dev.weir.livestore.sync;
  requires transitive dev.weir.s2;
  requires dev.weir.s2.wire;
  requires static transitive org.jspecify;

  exports dev.weir.livestore.syncs2;
  exports dev.weir.livestore.syncs2.backend;
}
