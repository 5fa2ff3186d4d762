package dev.weir.s2.lite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

  private static final class Put implements Step {
    private final byte[] key;
    private final Optional<byte[]> value;

    Put(byte[] key, Optional<byte[]> value) {
      this.key = key;
      this.value = value;
    }

    @Override
    public void applyTo(Target target) throws IOException {
      if (value.isPresent()) {
        target.put(key, value.get());
      } else {
        target.delete(key);
      }
    }
  }

  private final List<Step> steps = new ArrayList<>();

  void put(byte[] key, byte[] value) {
    steps.add(new Put(key, Optional.of(value)));
  }

  void delete(byte[] key) {
    steps.add(new Put(key, Optional.empty()));
  }

  /// Deletes from `from` (inclusive) to `to` (exclusive).
  void deleteRange(byte[] from, byte[] to) {
    steps.add(target -> target.deleteRange(from, to));
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  void applyTo(Target target) throws IOException {
    for (Step step : steps) {
      step.applyTo(target);
    }
  }

  /// What these changes leave at `key` in a storage that holds `stored` there. Range deletions are
  /// not looked at: they cover records only, which nobody asks for by key.
  Optional<byte[]> valueAfter(byte[] key, Lookup stored) throws IOException {
    for (Step step : steps.reversed()) {
      if (step instanceof Put put && Arrays.equals(put.key, key)) {
        return put.value;
      }
    }
    return stored.get(key);
  }

  /// Reads one key.
  interface Lookup {
    Optional<byte[]> get(byte[] key) throws IOException;
  }
}
