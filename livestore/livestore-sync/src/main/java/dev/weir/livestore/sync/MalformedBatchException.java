package dev.weir.livestore.sync;

/// Events that do not follow each other. Nothing may be stored of such a batch.
public final class MalformedBatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int index;

  MalformedBatchException(int index, String problem) {
    super("batch[" + index + "]." + problem);
    this.index = index;
  }

  /// The place of the first event at fault, from 0.
  public int index() {
    return index;
  }
}
