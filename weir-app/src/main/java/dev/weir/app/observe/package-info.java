/// What Weir shows of itself to those who run it: metrics, traces and its log. Open
/// [dev.weir.app.observe.Metrics] first.
@NullMarked
package dev.weir.app.observe;

import org.jspecify.annotations.NullMarked;
