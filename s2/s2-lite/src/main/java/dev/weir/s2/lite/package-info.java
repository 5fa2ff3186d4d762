/// A stream store inside this process, in memory or durable in one directory. Open
/// [dev.weir.s2.lite.S2Lite] first; behind it, `Engine` shows the parts: appends are sequenced per
/// stream, made durable together by one thread, and then published to readers.
@NullMarked
package dev.weir.s2.lite;

import org.jspecify.annotations.NullMarked;
