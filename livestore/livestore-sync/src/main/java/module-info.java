/// LiveStore's sync model: events, their numbers, and what makes a batch valid.
module dev.weir.livestore.sync {
  requires com.fasterxml.jackson.core;
  requires static transitive org.jspecify;

  exports dev.weir.livestore.sync;
  exports dev.weir.livestore.sync.backend;
  exports dev.weir.livestore.sync.merge;
  exports dev.weir.livestore.sync.internal to
      dev.weir.livestore.syncs2;
}
