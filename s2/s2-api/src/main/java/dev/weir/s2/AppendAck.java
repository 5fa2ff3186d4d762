package dev.weir.s2;

/// An append became durable.
///
/// @param start the first record's position
/// @param end its seqNum is the last record's plus one, its timestamp the last record's
/// @param tail the stream's tail afterwards, at or beyond `end`
public record AppendAck(StreamPosition start, StreamPosition end, StreamPosition tail) {}
