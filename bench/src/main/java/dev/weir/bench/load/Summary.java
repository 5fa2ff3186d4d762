package dev.weir.bench.load;

import java.util.List;

/// What a phase came to.
///
/// @param residentMib at most
record Summary(String phase, double seconds, Tally.Interval seen, double residentMib) {
  static Summary of(List<Sample> samples) {
    return new Summary(
        samples.getLast().phase(),
        samples.stream().mapToDouble(Sample::seconds).sum(),
        samples.stream().map(Sample::seen).reduce(Tally.Interval.none(), Tally.Interval::plus),
        samples.stream().mapToDouble(Sample::residentMib).max().orElseThrow());
  }

  /// What was due, whether a client had room for it or not.
  double offeredPerSecond() {
    return (seen.committed() + seen.turnedAway()) / seconds;
  }

  double storedPerSecond() {
    return seen.acknowledged() / seconds;
  }
}
