/// Coverage-guided fuzzing of all that reads bytes from outside. Open [dev.weir.proof.fuzz.Decoder]
/// first.
@NullMarked
package dev.weir.proof.fuzz;

import org.jspecify.annotations.NullMarked;
