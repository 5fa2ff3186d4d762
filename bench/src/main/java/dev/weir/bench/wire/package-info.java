/// How fast S2's messages are written and read, measured with JMH: [CodecBenchmark] for a batch in
/// JSON, in protobuf and in frames.
@NullMarked
package dev.weir.bench.wire;

import org.jspecify.annotations.NullMarked;
