/// The S2 ports in process, on one machine: in memory, or durable on disk.
module dev.weir.s2.lite {
  requires transitive dev.weir.s2;
  requires rocksdbjni;

  exports dev.weir.s2.lite;
}
