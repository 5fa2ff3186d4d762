/// Weir with ever more clients, stores, events and proxies. Each class is a part of the report and
/// draws a [dev.weir.bench.figures.Curve] or two; [ClientSeries] is the shortest.
@NullMarked
package dev.weir.bench.series;

import org.jspecify.annotations.NullMarked;
