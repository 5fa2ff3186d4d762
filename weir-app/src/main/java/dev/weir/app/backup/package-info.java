/// `weir backup` and `weir restore`: a data directory's copies. Open
/// [dev.weir.app.backup.BackupCommand] first.
@NullMarked
package dev.weir.app.backup;

import org.jspecify.annotations.NullMarked;
