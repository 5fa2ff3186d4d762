/// The performance report: all benchmarks in one run, each in a process of its own, and what they
/// gave as one page with plots.
///
/// Start with [PerformanceReport], the command. A benchmark writes a
/// [dev.weir.bench.figures.PartResult], which [ReportPage] shows.
@NullMarked
package dev.weir.bench.report;

import org.jspecify.annotations.NullMarked;
