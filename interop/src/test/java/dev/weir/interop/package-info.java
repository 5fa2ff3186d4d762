/// Real LiveStore clients from npm, in processes of their own, against the real program in another.
///
/// A test asks for a [Weir] and for [Clients]; the [Interop] extension starts and ends both. What
/// the store holds is judged from outside, by reading its stream through the S2 API ([Eventlog]).
@NullMarked
package dev.weir.interop;

import org.jspecify.annotations.NullMarked;
