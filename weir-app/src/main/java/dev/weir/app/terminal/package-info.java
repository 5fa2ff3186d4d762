/// What the commands print: JSON for machines, and text from elsewhere in a form that a terminal
/// can be trusted with. Open [dev.weir.app.terminal.JsonLine] first.
@NullMarked
package dev.weir.app.terminal;

import org.jspecify.annotations.NullMarked;
