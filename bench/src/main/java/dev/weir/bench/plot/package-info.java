/// Plots as small SVG files, for reports.
///
/// Start with [LinePlot] for something that changes along an axis, or [BarPlot] for things beside
/// each other. The background is a light card, so that a plot can be read on light and dark pages.
@NullMarked
package dev.weir.bench.plot;

import org.jspecify.annotations.NullMarked;
