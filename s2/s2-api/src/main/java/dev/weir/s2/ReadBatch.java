package dev.weir.s2;

import java.util.List;
import java.util.Optional;

/// Records that were read together: at most 1,000, at most 1 MiB metered, ascending.
///
/// @param tail the stream's tail, where the batch comes from following it
public record ReadBatch(List<SequencedRecord> records, Optional<StreamPosition> tail) {
  public ReadBatch {
    records = List.copyOf(records);
  }
}
