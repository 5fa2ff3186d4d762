package dev.weir.livestore.doctor;

/// A stream holds nothing that could be repaired. Nothing was written.
public final class RepairRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RepairRefusedException(String message) {
    super(message);
  }
}
