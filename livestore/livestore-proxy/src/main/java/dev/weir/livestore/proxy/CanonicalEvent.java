package dev.weir.livestore.proxy;

import dev.weir.livestore.sync.EncodedEvent;

/// An event of a store's canonical log, at its place in S2.
record CanonicalEvent(long s2SeqNum, long timestamp, EncodedEvent event) {}
