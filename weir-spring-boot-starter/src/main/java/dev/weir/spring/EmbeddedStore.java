package dev.weir.spring;

import dev.weir.livestore.proxy.Readiness;
import dev.weir.s2.S2;
import java.nio.file.Path;
import java.util.Optional;

/// The store inside this process, where it is on the class path.
interface EmbeddedStore {
  S2 inMemory();

  S2 onDisk(Path directory);

  /// Of `s2`, if it is such a store.
  Optional<Readiness> readinessOf(S2 s2);
}
