package dev.weir.s2;

import java.time.Instant;
import java.util.Optional;

/// A stream in a list.
///
/// @param deletedAt when its deletion was asked for, if it was
/// @param cipher how its records are encrypted at rest
public record StreamInfo(
    StreamName name,
    Instant createdAt,
    Optional<Instant> deletedAt,
    Optional<StreamCipher> cipher) {}
