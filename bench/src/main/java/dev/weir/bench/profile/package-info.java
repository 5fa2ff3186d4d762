/// Where a server's processor time goes: samples of its stacks as small flame graphs and as tables.
///
/// Start with [StackProfile], which samples a Java process; [Stacks] are what it saw.
@NullMarked
package dev.weir.bench.profile;

import org.jspecify.annotations.NullMarked;
