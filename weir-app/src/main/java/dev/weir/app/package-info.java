/// The program: its command line, which hands over to one package a command. Open
/// [dev.weir.app.Weir] first, then [dev.weir.app.server.WeirServer].
@NullMarked
package dev.weir.app;

import org.jspecify.annotations.NullMarked;
