/// What options are worth that nobody gave on the command line: the environment, a file, and `weir
/// config`, which shows both. Open [dev.weir.app.settings.Settings] first.
@NullMarked
package dev.weir.app.settings;

import org.jspecify.annotations.NullMarked;
