/// Weir and the API proxy of LiveStore's documentation, measured side by side in one run.
///
/// The commands are [SideBySide] and, with thousands of clients and long stores, [Scale].
@NullMarked
package dev.weir.bench.proxy;

import org.jspecify.annotations.NullMarked;
