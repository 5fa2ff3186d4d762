/// `weir completion`: what shells need to complete Weir's commands and options. Open
/// [dev.weir.app.completion.CompletionCommand] first.
@NullMarked
package dev.weir.app.completion;

import org.jspecify.annotations.NullMarked;
