/// One measurement each of a proxy, by clients that push, follow or catch up. Start with
/// [PushRound].
@NullMarked
package dev.weir.bench.round;

import org.jspecify.annotations.NullMarked;
