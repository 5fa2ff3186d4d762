package dev.weir.s2.lite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Changes that are committed together, applied in the order they were added.
final class Mutations {
  /// What a storage does for each change.
  interface Target {
    void put(byte[] key, byte[] value) throws IOException;

    void delete(byte[] key) throws IOException;

    void deleteRange(byte[] from, byte[] to) throws IOException;
  }

  private interface Step {
    void applyTo(Target target) throws IOException;
  }

  private final List<Step> steps = new ArrayList<>();

  void put(byte[] key, byte[] value) {
    steps.add(target -> target.put(key, value));
  }

  void delete(byte[] key) {
    steps.add(target -> target.delete(key));
  }

  /// Deletes from `from` (inclusive) to `to` (exclusive).
  void deleteRange(byte[] from, byte[] to) {
    steps.add(target -> target.deleteRange(from, to));
  }

  int size() {
    return steps.size();
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  void applyTo(Target target) throws IOException {
    for (Step step : steps) {
      step.applyTo(target);
    }
  }
}
