/// Weir under load for long, and under more load than it can take. [Soak] and [Overload] are the
/// commands.
///
/// A [Crowd] of clients on one thread ([Loop]) does what stock clients do: each has one push under
/// way at most and follows its store live. When something is committed is decided beforehand
/// ([Arrivals]), whatever the server does meanwhile; latencies count from then.
@NullMarked
package dev.weir.bench.load;

import org.jspecify.annotations.NullMarked;
