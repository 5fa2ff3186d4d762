package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.PushResult;

/// What became of a push, in more words than its client is told.
///
/// @param result what its client is told
/// @param repeated how many events at its beginning were stored before it came: all of them, where
///   a client pushed again because an answer was lost
/// @param healed whether it was accepted although S2 failed on the way, or left open what it did
public record PushDecision(PushResult result, int repeated, boolean healed) {}
