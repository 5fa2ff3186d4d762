package dev.weir.s2.server;

import java.util.Optional;

/// What `/health` and `/ping` ask. Must not block.
@FunctionalInterface
public interface Health {
  /// Always well.
  Health GOOD = Optional::empty;

  /// Why the store behind cannot serve, if so. Everybody may read it.
  Optional<String> trouble();
}
