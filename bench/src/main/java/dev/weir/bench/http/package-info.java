/// The proxy protocol as bytes, read and written with as little work as can be: the clients share
/// the processors with the server that is measured.
///
/// Start with [HttpConnection]; [Events] are what is pushed, and the scanners pick out of answers
/// what has to be known of them.
@NullMarked
package dev.weir.bench.http;

import org.jspecify.annotations.NullMarked;
