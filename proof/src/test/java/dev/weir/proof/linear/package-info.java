/// Whether streams are linearizable: clients of one stream call it at the same time, all that they
/// call and are told is a [History], and [Linearizability] looks for an order of the calls, each
/// between its beginning and its end, in which a stream that does one thing after the other
/// ([StreamModel]) would have told them the same.
///
/// The search is Wing and Gong's with Lowe's memory of what was tried, as the Porcupine checker has
/// it; the model is S2's own: a tail, a hash of all that is before it, and a fencing token.
@NullMarked
package dev.weir.proof.linear;

import org.jspecify.annotations.NullMarked;
