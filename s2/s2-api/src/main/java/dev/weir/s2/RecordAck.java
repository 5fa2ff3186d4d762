package dev.weir.s2;

/// A record became durable.
///
/// @param seqNum its own number
/// @param batch the batch it went in
public record RecordAck(long seqNum, AppendAck batch) {}
