package dev.weir.s2;

import java.time.Instant;
import java.util.Optional;

/// A basin in a list.
///
/// @param deletedAt when its deletion was asked for, if it was: it goes once its streams are gone
public record BasinInfo(BasinName name, Instant createdAt, Optional<Instant> deletedAt) {}
