/// A machine whose time and threads are simulated: [Kernel] runs one thread at a time and decides
/// which, and time goes on when nothing can run. [Rewriting] has compiled classes ask it instead of
/// the JDK for the time, for threads and for waits that end.
@NullMarked
package dev.weir.proof.sync.jdk;

import org.jspecify.annotations.NullMarked;
