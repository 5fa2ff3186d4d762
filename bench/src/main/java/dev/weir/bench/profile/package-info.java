/// Where a server's processor time goes: samples of its stacks as small flame graphs and as tables.
///
/// Start with [Profiles], the command; [StackProfile] samples a Java process, and [Stacks] are what
/// it saw.
@NullMarked
package dev.weir.bench.profile;

import org.jspecify.annotations.NullMarked;
