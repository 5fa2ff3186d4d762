package dev.weir.bench.replica;

import dev.weir.livestore.replica.NewEvent;

/// The event that all measurements use: about 200 bytes as it travels.
final class Load {
  static final String NAME = "v1.TodoCreated";
  static final String ARGS =
      "{\"id\":\"0123456789abcdef\",\"text\":\"" + "x".repeat(60) + "\",\"done\":false}";
  static final NewEvent EVENT = new NewEvent(NAME, ARGS);

  private Load() {}
}
