package dev.weir.s2.lite;

import java.io.IOException;
import java.nio.file.Path;

/// The two storages that every behaviour is tested on.
enum StoreKind {
  MEMORY,
  DISK;

  Storage storage(Path directory) throws IOException {
    return switch (this) {
      case MEMORY -> new MemoryStorage();
      case DISK -> RocksStorage.open(directory, () -> {});
    };
  }
}
