package dev.weir.s2;

import java.time.Instant;
import java.util.Optional;

/// A basin in a list.
///
/// @param location where it is kept, if the store says
/// @param deletedAt when its deletion was asked for, if it was: it goes once its streams are gone
public record BasinInfo(
    BasinName name,
    Optional<LocationName> location,
    Instant createdAt,
    Optional<Instant> deletedAt) {}
