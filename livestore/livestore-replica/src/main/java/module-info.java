/// A replica of one LiveStore store: its log and this process's own events, on disk or in memory.
module dev.weir.livestore.replica {
  requires transitive dev.weir.livestore.sync;
  requires transitive java.sql;
  requires org.xerial.sqlitejdbc;
  requires static transitive org.jspecify;

  exports dev.weir.livestore.replica;
}
