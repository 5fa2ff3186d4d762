/// How a command that fails says so: exceptions whose message is for the person at the terminal.
/// Open [dev.weir.app.exit.WeirException] first.
@NullMarked
package dev.weir.app.exit;

import org.jspecify.annotations.NullMarked;
