package dev.weir.proof.sync.jdk;

/// Something beyond the simulation had a say in a run, so that it was not its seed's and shows
/// nothing. A [SimulationLoader] does not load this anew, so that it can be caught outside.
public final class DisturbedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DisturbedException(String by) {
    super(by);
  }
}
