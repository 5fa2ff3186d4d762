/// What a benchmark gives: a [Spread] of rounds, in the lines of a [Report] or along a [Curve], and
/// as a [PartResult] for the report of all.
@NullMarked
package dev.weir.bench.figures;

import org.jspecify.annotations.NullMarked;
