/// What the proxy and the embedded store tell of themselves, as Micrometer's meters in any
/// registry. Open [dev.weir.livestore.micrometer.ProxyMetrics].
@NullMarked
package dev.weir.livestore.micrometer;

import org.jspecify.annotations.NullMarked;
